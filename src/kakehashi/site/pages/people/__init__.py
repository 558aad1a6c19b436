"""People: signing in, second factors, sessions. django-allauth does it; the words are ours."""
