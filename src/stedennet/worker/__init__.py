"""What happens after the answer: sign of life, chores, tasks."""
