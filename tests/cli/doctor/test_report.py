from hornstudio.cli.doctor.report import in_words


def test_devices_of_one_name_are_counted() -> None:
    assert in_words("all", ["CPU (x86_64)"] * 8) == "8 × CPU (x86_64)"
    assert in_words("all", ["GPU (A)", "GPU (B)", "GPU (A)"]) == "2 × GPU (A), GPU (B)"
    assert in_words("all", ["CPU"]) == "CPU"
    assert in_words("all", []) == "none"
