from advisor.engine.ranking import ranks


def test_equal_scores_share_a_rank_and_the_next_counts_on() -> None:
    assert ranks([30, 20, 20, 10]) == (1, 2, 2, 4)
    assert ranks([]) == ()
    assert ranks([5, 5, 5]) == (1, 1, 1)
