"""The actions of the stock bot, run by rasa-sdk's own server."""
