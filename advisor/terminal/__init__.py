"""The questionnaire and the advice in a terminal."""
