import pytest

from hornstudio.language.particles import choose_particles


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("파일을(를) 열기", "파일을 열기"),
        ("노드을(를) 열기", "노드를 열기"),
        ("모델이(가) 없음", "모델이 없음"),
        ("층은(는) 하나", "층은 하나"),
        ("나와(과) 너", "나와 너"),
        ("층와(과) 너", "층과 너"),
        ("서울(으)로", "서울로"),
        ("부산(으)로", "부산으로"),
        ("제주(으)로", "제주로"),
        ("10을(를) 64(으)로", "10을 64로"),
        ("7(으)로, 3(으)로", "7로, 3으로"),
        ("relu은(는) hidden을(를)", "relu는 hidden을"),
        ("model(으)로", "model로"),
        ("activation을(를) none(으)로", "activation을 none으로"),
        ("dtype을(를) padding을(를) same(으)로", "dtype을 padding을 same으로"),
        ("scale을(를) scale(으)로, rate(으)로", "scale을 scale로, rate로"),
        ("threshold을(를) seed이(가)", "threshold를 seed가"),
        ("k을(를) n을(를) r(으)로 conv2d을(를)", "k를 n을 r로 conv2d를"),
        ("input을(를) one_hot(으)로 weight이(가)", "input을 one_hot으로 weight가"),
        ("block이(가) step은(는) metric와(과)", "block이 step은 metric과"),
        (
            "target이(가) dataset을(를) [port]이(가) root을(를)",
            "target이 dataset을 [port]가 root을(를)",
        ),
        ("(.csv, .tab)을(를) web(으)로", "(.csv, .tab)을 web으로"),
        ("“relu”이(가) [dense]을(를)", "“relu”가 [dense]를"),
        ("test_split이(가) d0.png은(는) x.txt을(를)", "test_split이 d0.png는 x.txt를"),
    ],
)
def test_the_form_fits_the_end_of_the_word(written, spoken):
    assert choose_particles(written) == spoken


@pytest.mark.parametrize(
    "text", ["bit을(를)", "root을(를)", "bulk이(가)", "을(를)", "3.5%을(를)", "Train"]
)
def test_where_nobody_can_tell_both_stay(text):
    assert choose_particles(text) == text
