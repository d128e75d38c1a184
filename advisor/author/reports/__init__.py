"""What the author's tools found out, as text, JSON, Markdown, HTML, JUnit and GitHub annotations."""
