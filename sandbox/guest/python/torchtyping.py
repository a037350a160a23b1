"""torchtyping.py - stands in for the package of this name, which published solutions import for their annotations.

TensorType[...] and patch_typeguard() are accepted and mean nothing: shapes are checked by the judge.
"""
import torch

__all__ = ["TensorDetail", "TensorType", "dtype", "is_float", "is_named", "patch_typeguard"]


class _Accepting(type):
    def __getitem__(cls, what):
        return cls


class TensorType(torch.Tensor, metaclass=type("_TensorMeta", (_Accepting, type(torch.Tensor)), {})):
    pass


class TensorDetail:
    pass


is_float = is_named = TensorDetail()


def dtype(*_):
    return TensorDetail()


def patch_typeguard():
    pass
