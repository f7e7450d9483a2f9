"""Teaches the encoder's last layers and the heads what people in cells write (`make teach`)."""
