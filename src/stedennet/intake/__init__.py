"""The one way in for the public: submit, confirm by mail, find look-alikes, moderate, answer."""
