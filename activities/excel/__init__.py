"""Logging with Excel: a user downloads a sheet, fills it in offline, uploads, checks and confirms.

The order of the modules: choices → columns → template, parse; forms → check → store → views.
"""
