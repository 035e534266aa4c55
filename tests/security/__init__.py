"""What attackers tried, each as a test."""
