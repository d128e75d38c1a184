"""The order in which questions are asked, and answers checked against the questionnaire."""
