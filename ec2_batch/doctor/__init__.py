"""What `studentcloud doctor` looks at: each thing the system rests on, and what may ail it."""
