"""What a page sends of a committee's meeting and its decisions."""

NEW = "/activities/new/"
SCHOOL = ("বিদ্যালয়ে সভা হবে", "উপজেলা শিক্ষা কর্মকর্তা", "৩১/১২/২০৯৯")
BORDER = ("সীমান্তে টহল বাড়বে", "বিজিবি ক্যাম্প", "")


def rows(*decisions):
    sent = {}
    for number, decision in enumerate(decisions):
        pk, text, owner, due_on = decision if len(decision) == 4 else ("", *decision)
        fields = {"pk": pk, "text": text, "owner": owner, "due_on": due_on}
        sent |= {f"d{number}-{name}": value for name, value in fields.items()}
    return sent
