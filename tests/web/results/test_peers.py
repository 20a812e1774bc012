"""Medians of peers: what an organization may be told about others."""

from guben_web.results.peers import Peers, Standing, find_peers, medians_of


def village(total, core=0, field="rural"):
    return Standing(field, {"core": core, "total": total})


def test_the_median_is_the_lower_of_the_two_in_the_middle():
    medians = medians_of(village(total) for total in (10, 70, 30, 90, 50, 80))

    # 10 30 50 | 70 80 90
    assert find_peers(medians, "rural") == Peers("rural", 6, {"core": 0, "total": 50})


def test_fewer_than_five_of_a_field_are_compared_with_all():
    rural = [village(total) for total in (10, 20, 30, 40)]
    schools = [village(total, field="school") for total in (50, 60, 70)]

    peers = find_peers(medians_of([*rural, *schools]), "school")

    # 10 20 30 40 50 60 70
    assert peers == Peers("*", 7, {"core": 0, "total": 40})
    assert peers.is_all


def test_four_in_all_have_no_median_for_it_would_tell_what_a_neighbour_has():
    medians = medians_of(village(total) for total in (10, 20, 30, 40))

    assert medians == {}
    assert find_peers(medians, "rural") is None


def test_a_part_that_applied_to_fewer_than_five_has_no_median():
    standings = [*(village(10, core=None) for _ in range(2)), *(village(20, core=5) for _ in range(4))]

    assert find_peers(medians_of(standings), "rural") == Peers("rural", 6, {"total": 20})
