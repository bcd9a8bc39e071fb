"""Questionnaires as forms: for devices that gather answers, and on paper."""
