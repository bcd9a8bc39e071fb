"""The tools on planning with people: exports of Polis, faults, and what is not shown."""

from __future__ import annotations

import csv
import re
import shutil
from pathlib import Path

import pytest
from front_door import Done, localgoals

VOTES = "participant,statement,vote\n"
REFERENCE = "attribute,category,people\nsex,women,500\nsex,men,500\n"


def run(folder: Path, *words: str) -> Done:
    return localgoals(folder, "tools", "run", *words)


def written(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder / name).open(newline="", encoding="utf-8-sig") as file:
        return list(csv.DictReader(file))


def given(folder: Path, **texts: str) -> Path:
    (folder / "mine").mkdir()
    for name, text in texts.items():
        (folder / "mine" / f"{name.replace('_', '-')}.csv").write_text(text, encoding="utf-8")
    return folder / "mine"


def plain(done: Done) -> str:
    return re.sub(r"\s+", " ", done.stderr)


def test_the_export_of_polis_gives_what_the_table_of_its_votes_gives(
    tmp_path: Path, shared: Path
) -> None:
    folder = shared / "vectors" / "polis" / "opendata-brexit-consensus"
    (tmp_path / "mine").mkdir()
    for name in ("participants-votes.csv", "comments.csv"):
        shutil.copyfile(folder / name, tmp_path / "mine" / name)

    export, table = (
        run(tmp_path, "opinion-groups", "mine", "-o", "a"),
        run(tmp_path, "opinion-groups", "-o", "b"),
    )

    assert (export.returncode, table.returncode) == (0, 0), export.stderr
    for name in ("groups", "participants", "representative", "consensus", "statements"):
        here, there = (written(tmp_path / one, f"{name}.csv") for one in "ab")
        for row in (*here, *there):
            # Blanks around a comment are left out in the table of the example.
            row.pop("text", None)
        assert here == there
    page = (tmp_path / "a" / "en" / "report.html").read_text(encoding="utf-8")
    assert "With the groups that the file brings along they agree by 0." in page


def test_an_export_with_agreement_at_minus_one_is_turned_by_its_own_sums(tmp_path: Path) -> None:
    rows = [f"{one},2,1,{a},{b},0" for one, (a, b) in enumerate([(1, -1), (-1, 1)] * 8)]
    text = "participant,n-votes,n-agree,0,1,2\n" + "\n".join(rows)
    inside = given(tmp_path, participants_votes=text)

    done = run(tmp_path, "opinion-groups", str(inside), "-o", "out")

    assert done.returncode == 0, done.stderr
    # Each agrees once here, so both readings fit; one with two agreements does not.
    (inside / "participants-votes.csv").write_text(
        "participant,n-agree,0,1\n" + "\n".join(f"{one},2,-1,-1" for one in range(9))
    )
    turned = run(tmp_path, "opinion-groups", str(inside), "-o", "out")
    assert turned.returncode == 0, turned.stderr
    page = (tmp_path / "out" / "en" / "report.html").read_text(encoding="utf-8")
    assert "all votes were turned" in page
    assert {row["side"] for row in written(tmp_path / "out", "consensus.csv")} == {"agree"}


def test_every_fault_of_an_export_is_named_with_its_cell(tmp_path: Path) -> None:
    text = "participant,group-id,0,1\n1,0,1,2\n1,0,yes,-1\n,0,1,1\n"
    inside = given(tmp_path, participants_votes=text)

    done = run(tmp_path, "opinion-groups", str(inside), "-o", "out")

    assert done.returncode == 1
    for place in ("row 2, column 1", "row 3, column 0", "row 3, column participant",
                  "row 4, column participant"):  # fmt: skip
        assert place in plain(done), done.stderr
    assert not (tmp_path / "out").exists()


def test_sums_that_fit_neither_way_are_refused(tmp_path: Path) -> None:
    text = "participant,n-agree,0,1\n1,2,1,-1\n2,0,1,1\n"
    inside = given(tmp_path, participants_votes=text)

    done = run(tmp_path, "opinion-groups", str(inside), "-o", "out")

    assert done.returncode == 1
    assert "2 agreements counted" in plain(done)


def test_faults_of_a_table_of_votes_are_named_at_once(tmp_path: Path) -> None:
    votes = f"{VOTES}a,1,agree\na,1,pass\nb,1,maybe\nc,,agree\n"
    inside = given(tmp_path, votes=votes)

    done = run(tmp_path, "opinion-groups", str(inside), "-o", "out")

    assert done.returncode == 1
    for place in ("row 3", "row 4, column vote", "row 5, column statement"):
        assert place in plain(done), done.stderr


def test_votes_on_a_statement_that_is_not_listed_are_refused(tmp_path: Path) -> None:
    votes = f"{VOTES}a,1,agree\nb,9,agree\n"
    inside = given(tmp_path, votes=votes, statements="statement,text\n1,More trees\n2,Fewer cars\n")

    done = run(tmp_path, "opinion-groups", str(inside), "-o", "out")

    assert done.returncode == 1
    assert "row 3, column statement" in plain(done)


@pytest.mark.parametrize("forms", [(), ("votes", "participants_votes")])
def test_neither_form_and_both_are_refused(tmp_path: Path, forms: tuple[str, ...]) -> None:
    texts = {"votes": f"{VOTES}a,1,agree\n", "participants_votes": "participant,0\n1,1\n"}
    inside = given(tmp_path, settings="groups\n2\n", **{name: texts[name] for name in forms})

    done = run(tmp_path, "opinion-groups", str(inside), "-o", "out")

    assert done.returncode == 1
    assert "and not both" in plain(done)


@pytest.mark.parametrize("rows", ["a,1,agree\n", "a,1,agree\na,2,agree\n", "a,1,pass\nb,1,pass\n"])
def test_too_few_votes_are_refused(tmp_path: Path, rows: str) -> None:
    inside = given(tmp_path, votes=VOTES + rows)

    done = run(tmp_path, "opinion-groups", str(inside), "-o", "out")

    assert done.returncode == 1
    assert "two participants or more" in plain(done)


def test_two_people_who_disagree_get_a_page_that_shows_neither(tmp_path: Path) -> None:
    inside = given(tmp_path, votes=f"{VOTES}a,1,agree\nb,1,disagree\na,2,pass\nb,2,agree\n")

    done = run(tmp_path, "opinion-groups", str(inside), "-o", "out")

    assert done.returncode == 0, done.stderr
    assert [row["people"] for row in written(tmp_path / "out", "groups.csv")] == ["", ""]
    assert written(tmp_path / "out", "representative.csv") == []


def test_no_code_of_a_participant_stands_on_a_page(tmp_path: Path) -> None:
    rows = "".join(f"zebra{one},{s},{'agree' if (one + s) % 3 else 'disagree'}\n"
                   for one in range(30) for s in range(9))  # fmt: skip
    inside = given(tmp_path, votes=VOTES + rows)

    done = run(tmp_path, "opinion-groups", str(inside), "-o", "out")

    assert done.returncode == 0, done.stderr
    for language in ("en", "zh"):
        assert "zebra" not in (tmp_path / "out" / language / "report.html").read_text("utf-8")
    assert len(written(tmp_path / "out", "participants.csv")) == 30


def test_a_small_category_and_the_one_that_would_give_it_away_are_not_shown(
    tmp_path: Path,
) -> None:
    reference = "attribute,category,people\n" + "".join(f"age,{a},100\n" for a in "abcd")
    counts = "attribute,category,participants\nage,a,3\nage,b,40\nage,c,8\nage,d,30\n"
    inside = given(tmp_path, reference=reference, counts=counts)

    done = run(tmp_path, "participants", str(inside), "-o", "out")

    assert done.returncode == 0, done.stderr
    shares = written(tmp_path / "out", "shares.csv")
    assert [row["participants"] for row in shares] == ["", "40.0", "", "30.0"]
    page = (tmp_path / "out" / "en" / "report.html").read_text(encoding="utf-8")
    assert "age, a, c: together 13.6 % of the participants and 50.0 % of the people" in page


def test_fewer_people_than_may_be_shown_give_no_figure(tmp_path: Path) -> None:
    counts = "attribute,category,participants\nsex,women,2\nsex,men,1\n"
    inside = given(tmp_path, reference=REFERENCE, counts=counts)

    done = run(tmp_path, "participants", str(inside), "-o", "out")

    assert done.returncode == 0, done.stderr
    assert written(tmp_path / "out", "shares.csv") == []
    page = (tmp_path / "out" / "zh" / "report.html").read_text(encoding="utf-8")
    assert "参与者少于5人" in page


def test_a_category_that_the_reference_does_not_have_is_named(tmp_path: Path) -> None:
    people = "participant,attribute,category\n1,sex,women\n2,sex,Men\n3,height,tall\n4,sex,\n"
    inside = given(tmp_path, reference=REFERENCE, participants=people)

    done = run(tmp_path, "participants", str(inside), "-o", "out")

    assert done.returncode == 1
    for place in ("row 3, column category", "row 4, column attribute"):
        assert place in plain(done), done.stderr


def test_half_a_participant_is_refused(tmp_path: Path) -> None:
    counts = "attribute,category,participants\nsex,women,2.5\nsex,men,10\n"
    inside = given(tmp_path, reference=REFERENCE, counts=counts)

    done = run(tmp_path, "participants", str(inside), "-o", "out")

    assert done.returncode == 1
    assert "row 2, column participants" in plain(done)


def test_a_category_that_nobody_counted_is_not_one_to_which_nobody_came(tmp_path: Path) -> None:
    inside = given(
        tmp_path, reference=REFERENCE, counts="attribute,category,participants\nsex,women,40\n"
    )

    done = run(tmp_path, "participants", str(inside), "-o", "out")

    assert done.returncode == 1
    assert "row 3, column category" in plain(done)
    assert "0 where nobody came" in plain(done)


def votes(people: int, statements: int, words: tuple[str, ...] = ("agree", "disagree")) -> str:
    lines = (
        f"p{who},s{what},{words[(who + what) % len(words)]}\n"
        for who in range(people)
        for what in range(statements)
    )
    return VOTES + "".join(lines)


@pytest.mark.parametrize(
    ("people", "statements", "said"),
    [
        (1, 5, "1 participants and 5 statements"),
        (20, 1, "20 participants and 1 statements"),
    ],
)
def test_one_voter_or_statement_is_refused_with_how_many_there_are(
    people: int, statements: int, said: str, tmp_path: Path
) -> None:
    given(tmp_path, votes=votes(people, statements))

    done = run(tmp_path, "opinion-groups", "mine", "-o", "out")

    assert done.returncode == 1
    assert said in plain(done)
    assert not (tmp_path / "out").exists()


def test_where_moderation_took_all_statements_out_nothing_is_left(tmp_path: Path) -> None:
    listed = "statement,text,moderated_out\ns0,a,yes\ns1,b,yes\ns2,c,no\n"
    given(tmp_path, votes=votes(12, 3), statements=listed)

    done = run(tmp_path, "opinion-groups", "mine", "-o", "out")

    assert done.returncode == 1
    assert "1 statements that are not taken out" in plain(done)


def test_half_a_group_and_half_a_person_are_no_settings(tmp_path: Path) -> None:
    given(tmp_path, votes=votes(12, 3), settings="groups,fewest_shown\n2.5,5.5\n")

    said = plain(run(tmp_path, "opinion-groups", "mine", "-o", "out"))

    assert "row 2, column groups found: 2.5 expected: a whole number" in said
    assert "row 2, column fewest_shown found: 5.5" in said


def test_people_who_all_vote_alike_are_one_group_however_many_are_asked_for(
    tmp_path: Path,
) -> None:
    given(tmp_path, votes=votes(20, 5, ("agree",)), settings="groups\n3\n")

    done = run(tmp_path, "opinion-groups", "mine", "-o", "out")

    assert done.returncode == 0, done.stderr
    assert [one["people"] for one in written(tmp_path / "out", "groups.csv")] == ["20.0"]
    page = (tmp_path / "out" / "en" / "report.html").read_text(encoding="utf-8")
    assert "The settings ask for 3 groups; these votes make no more than 1." in page


def test_more_participants_than_the_earth_has_people_are_no_count(tmp_path: Path) -> None:
    counts = "attribute,category,participants\nsex,women,9e18\nsex,men,9e23\n"
    given(tmp_path, reference=REFERENCE, counts=counts)

    done = run(tmp_path, "participants", "mine", "-o", "out")

    assert done.returncode == 1
    assert "row 2, column participants" in plain(done)
    assert "row 3, column participants" in plain(done)


def test_a_test_with_one_degree_of_freedom_says_so(tmp_path: Path) -> None:
    rows = [f"P{number},sex,{'women' if number < 12 else 'men'}" for number in range(20)]
    text = "\n".join(["participant,attribute,category", *rows])
    inside = given(tmp_path, participants=text, reference=REFERENCE)

    done = run(tmp_path, "participants", str(inside), "-o", "out", "--lang", "en")

    assert done.returncode == 0, done.stderr
    page = (tmp_path / "out" / "en" / "report.html").read_text(encoding="utf-8")
    assert "with 1 degree of freedom" in page


@pytest.mark.parametrize(
    ("silent", "said"), [(1, "1 did not say, and is"), (7, "7 did not say, and are")]
)
def test_those_who_did_not_say_are_counted_however_few(
    tmp_path: Path, silent: int, said: str
) -> None:
    counts = (
        "attribute,category,participants\nsex,women,40\nsex,men,50\n"
        f"age,15-29,{40 - silent}\nage,30+,50\n"
    )
    reference = REFERENCE + "age,15-29,300\nage,30+,700\n"
    inside = given(tmp_path, reference=reference, counts=counts)

    done = run(tmp_path, "participants", str(inside), "-o", "out")

    assert done.returncode == 0, done.stderr
    assert said in (tmp_path / "out" / "en" / "report.html").read_text("utf-8")
