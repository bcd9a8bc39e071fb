"""Questionnaires, declared once: forms, scores and pictures are made from the declarations."""
