"""The common parts of every form that anybody may send: sender, limits, proof of work, handling."""
