"""Neural networks for series: what they take, what they are, how they learn and predict.

    layout.py       which columns of the samples are which band of which date
    batches.py      rows become tensors: values, validity, days
    registry.py     the networks by name; one file each beside it
    predictor.py    a network in a model file
    training.py     how one is learnt

Only workers import torch: `layout.py` and `registry.py` do without it.
"""
