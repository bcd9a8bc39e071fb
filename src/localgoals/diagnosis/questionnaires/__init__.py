"""Answers to questionnaires as scores: one round or many, one respondent or several."""
