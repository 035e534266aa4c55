"""What every form that anybody may send has in common: sender, limits, proof of work, handling."""
