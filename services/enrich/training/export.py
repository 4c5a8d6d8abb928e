"""
A trained checkpoint as an ONNX file: piece ids with their letter case in, a score of every tag for each piece out.

The graph is written out by hand, of the operators that onnxruntime runs fastest on a CPU: one product for query, key and
value, attention as one operator, no mask (a window is never padded), and additions before `LayerNormalization` left alone
(`SkipLayerNormalization` takes several times as long). What torch exports and onnxruntime then fuses is a seventh slower.
"""

import json
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper
from safetensors.numpy import load_file

from services.enrich.training.base_checkpoint import VOCABULARY
from services.enrich.training.pieces import MAX_PIECES

_OPSET, _IR = 18, 8
_OURS = "com.microsoft"  # onnxruntime's own operators
_LARGEST = 127

Floats = NDArray[np.float32]


class _Graph:
    """Nodes and weights as they are added; every method returns the name of its result."""

    def __init__(self, tensors: dict[str, Floats]) -> None:
        self.tensors = tensors
        self.nodes: list[onnx.NodeProto] = []
        self.weights: list[onnx.TensorProto] = []

    def weight(self, array: NDArray[np.generic]) -> str:
        name = f"weight_{len(self.weights)}"
        self.weights.append(numpy_helper.from_array(np.ascontiguousarray(array), name))
        return name

    def add(self, operator: str, *inputs: str, domain: str = "", outputs: Sequence[str] = (), **attributes: object) -> str:
        outputs = outputs or [f"value_{len(self.nodes)}"]
        self.nodes.append(helper.make_node(operator, inputs, outputs, domain=domain, **attributes))
        return outputs[0]

    def norm(self, value: str, layer: str) -> str:
        scale, bias = (self.weight(self.tensors[f"{layer}.{part}"]) for part in ("weight", "bias"))
        return self.add("LayerNormalization", value, scale, bias, axis=-1, epsilon=1e-12)


_Product = Callable[[_Graph, str, Floats, Floats], str]
_Rows = Callable[[_Graph, str, Floats], str]


def export_onnx(checkpoint: Path, full: Path, small: Path) -> None:
    """Write the network as `full` (floats) and `small` (weights in 8 bits, by a scale for each output and each piece)."""
    for path, product, rows in ((full, _product, _rows), (small, _small_product, _small_rows)):
        model = _model(checkpoint, product, rows)
        onnx.checker.check_model(model)
        onnx.save(model, str(path))


def _model(checkpoint: Path, product: _Product, rows: _Rows) -> onnx.ModelProto:
    config = json.loads((checkpoint / "config.json").read_text(encoding="utf-8"))
    graph = _Graph(load_file(str(checkpoint / "model.safetensors")))
    value = _embedded(graph, rows)
    for layer in range(config["num_hidden_layers"]):
        value = _transformed(graph, value, f"bert.encoder.layer.{layer}", config["num_attention_heads"], product)
    scores = graph.add("MatMul", value, graph.weight(graph.tensors["classifier.weight"].T))
    graph.add("Add", scores, graph.weight(graph.tensors["classifier.bias"]), outputs=["logits"])
    ids = helper.make_tensor_value_info("input_ids", TensorProto.INT64, [1, "pieces"])
    logits = helper.make_tensor_value_info("logits", TensorProto.FLOAT, [1, "pieces", len(graph.tensors["classifier.bias"])])
    versions = [helper.make_opsetid("", _OPSET), helper.make_opsetid(_OURS, 1)]
    whole = helper.make_graph(graph.nodes, "dateline", [ids], [logits], graph.weights)
    return helper.make_model(whole, opset_imports=versions, ir_version=_IR)


def _embedded(graph: _Graph, rows: _Rows) -> str:
    """Take the letter case off the ids, and add up what piece, case and position stand for."""
    table = "bert.embeddings.{}_embeddings.weight"
    size = graph.weight(np.array(VOCABULARY))
    pieces = rows(graph, graph.add("Mod", "input_ids", size), graph.tensors[table.format("word")])
    cases = _rows(graph, graph.add("Div", "input_ids", size), graph.tensors[table.format("token_type")])
    length = graph.add("Shape", "input_ids", start=1, end=2)
    positions = graph.weight(graph.tensors[table.format("position")][:MAX_PIECES])
    positions = graph.add("Slice", positions, graph.weight(np.array([0])), length)
    return graph.norm(graph.add("Add", graph.add("Add", pieces, cases), positions), "bert.embeddings.LayerNorm")


def _transformed(graph: _Graph, value: str, layer: str, heads: int, product: _Product) -> str:
    def through(name: str, into: str) -> str:
        return product(graph, into, graph.tensors[f"{layer}.{name}.weight"].T, graph.tensors[f"{layer}.{name}.bias"])

    kinds = [f"{layer}.attention.self.{kind}" for kind in ("query", "key", "value")]
    weights, biases = (np.concatenate([graph.tensors[f"{kind}.{part}"] for kind in kinds]) for part in ("weight", "bias"))
    together = product(graph, value, weights.T, biases)
    parts = [f"{kind}.{layer}" for kind in ("query", "key", "value")]
    graph.add("Split", together, outputs=parts, axis=-1, num_outputs=len(parts))
    context = graph.add("MultiHeadAttention", *parts, domain=_OURS, num_heads=heads)
    attended = graph.add("Add", through("attention.output.dense", context), value)
    attended = graph.norm(attended, f"{layer}.attention.output.LayerNorm")
    inner = graph.add("Gelu", through("intermediate.dense", attended), domain=_OURS)
    return graph.norm(graph.add("Add", through("output.dense", inner), attended), f"{layer}.output.LayerNorm")


def _product(graph: _Graph, value: str, weights: Floats, bias: Floats) -> str:
    return graph.add("Add", graph.add("MatMul", value, graph.weight(weights)), graph.weight(bias))


def _small_product(graph: _Graph, value: str, weights: Floats, bias: Floats) -> str:
    small, scale = _in_bytes(weights, axis=0)
    operands = (value, graph.weight(small), graph.weight(scale), "", graph.weight(bias))
    return graph.add("DynamicQuantizeMatMul", *operands, domain=_OURS)


def _rows(graph: _Graph, ids: str, table: Floats) -> str:
    return graph.add("Gather", graph.weight(table), ids)


def _small_rows(graph: _Graph, ids: str, table: Floats) -> str:
    small, scale = _in_bytes(table, axis=1)
    rows = graph.add("Cast", graph.add("Gather", graph.weight(small), ids), to=TensorProto.FLOAT)
    return graph.add("Mul", rows, graph.add("Gather", graph.weight(scale[:, np.newaxis]), ids))


def _in_bytes(weights: Floats, axis: int) -> tuple[NDArray[np.int8], Floats]:
    """Round to 8 bits by one scale for each vector along `axis`."""
    scale = np.abs(weights).max(axis=axis) / _LARGEST
    small = np.round(weights / np.expand_dims(scale, axis))
    return small.astype(np.int8), scale.astype(np.float32)
