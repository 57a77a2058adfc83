"""Who is below and above whom."""

from tests.trials.search.terms.kit import ACUTE, BREAST, LEUKEMIA, LYMPHOBLASTIC, MYELOID, TUMORS, packaged, small
from trials.search.terms.rows import Heading
from trials.search.terms.tree import Tree


def ids(*headings: Heading) -> frozenset[str]:
    return frozenset(one.mesh_id for one in headings)


def test_below_are_all_depths_and_the_heading_itself() -> None:
    assert small().below(LEUKEMIA.mesh_id) == ids(LEUKEMIA, MYELOID, ACUTE, LYMPHOBLASTIC)
    assert small().below(TUMORS.mesh_id) == ids(TUMORS, LEUKEMIA, MYELOID, ACUTE, LYMPHOBLASTIC, BREAST)


def test_above_are_all_heights_without_the_heading() -> None:
    assert small().above(ACUTE.mesh_id) == ids(MYELOID, LEUKEMIA, TUMORS)
    assert small().above(TUMORS.mesh_id) == frozenset()


def test_narrower_and_broader_are_the_next_ones() -> None:
    assert small().narrower(LEUKEMIA.mesh_id) == ids(MYELOID, LYMPHOBLASTIC)
    assert small().broader(ACUTE.mesh_id) == ids(MYELOID)


def test_a_heading_that_stands_twice_has_both_sides() -> None:
    tree = Tree([Heading("A", "a", ("C01", "C02.5")), Heading("B", "b", ("C01.1",)), Heading("C", "c", ("C02.5.1",))])
    assert tree.below("A") == {"A", "B", "C"}
    assert tree.narrower("A") == {"B", "C"}
    assert tree.above("B") == {"A"}


def test_a_number_is_not_below_one_that_it_only_begins_like() -> None:
    tree = Tree([Heading("A", "a", ("C01.1",)), Heading("B", "b", ("C01.10",)), Heading("C", "c", ("C01-1",))])
    assert tree.below("A") == {"A"}


def test_an_unknown_heading_is_alone() -> None:
    assert small().below("D999999") == {"D999999"}
    assert small().above("D999999") == small().narrower("D999999") == small().broader("D999999") == frozenset()


def test_the_packaged_tree_holds_together() -> None:
    vocabulary = packaged()
    for mesh_id in vocabulary.headings:
        below = vocabulary.below(mesh_id)
        assert mesh_id in below
        for one in vocabulary.narrower(mesh_id):
            assert one in below
            assert mesh_id in vocabulary.broader(one)
            assert mesh_id in vocabulary.above(one)
