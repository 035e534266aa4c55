"""The one way in for the public: submit, confirm by mail, look-alikes, moderate, answer."""
