"""The long table: a row for every number."""

from reports.tests.conftest import rows_of


def test_a_row_for_every_cell_with_anybody_in_it(client, cast, programme, download):
    client.force_login(cast.manager)

    _tags, rows = rows_of(download("cells.csv"))

    cells = [
        (row["group_code"], row["measure"], row["sex"], row["age"], row["number"]) for row in rows
    ]
    assert cells == [
        ("women-at-risk", "contacts", "female", "0_17", "3"),
        ("women-at-risk", "contacts", "female", "18_59", "12"),
        ("women-at-risk", "contacts", "third_gender", "18_59", "1"),
        ("women-at-risk", "contacts", "unrecorded", "unrecorded", "2"),
        ("women-at-risk", "first_time", "all", "all", "7"),
        ("women-at-risk", "with_disability", "all", "all", "2"),
        ("students", "contacts", "male", "0_17", "9"),
        ("students", "contacts", "male", "60_plus", "4"),
    ]
    approved = programme["approved"].pk
    assert rows[0]["id"] == f"{approved}/women-at-risk/female_0_17"
    assert {row["activity_id"] for row in rows[:7]} == {str(approved)}


def test_cells_add_up_to_the_activities(client, cast, programme, download):
    client.force_login(cast.administrator)

    _tags, cells = rows_of(download("cells.csv"))
    _tags, activities = rows_of(download("activities.csv"))

    for measure in ("contacts", "first_time", "with_disability"):
        assert sum(int(row["number"]) for row in cells if row["measure"] == measure) == sum(
            int(row[measure]) for row in activities
        )
