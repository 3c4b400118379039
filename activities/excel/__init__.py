"""The Excel round trip: a sheet is downloaded, filled in offline, uploaded, looked at, confirmed.

lists → columns → template, reading; forms → checking → storing → views.
"""
