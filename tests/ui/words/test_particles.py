import pytest

from hornstudio.ui.words.particles import choose_particles


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
        ("“relu”이(가) [dense]을(를)", "“relu”가 [dense]를"),
    ],
)
def test_the_form_fits_the_end_of_the_word(written, spoken):
    assert choose_particles(written) == spoken


@pytest.mark.parametrize("text", ["input을(를)", "block이(가)", "을(를)", "3.5%을(를)", "Train"])
def test_where_nobody_can_tell_both_stay(text):
    assert choose_particles(text) == text
