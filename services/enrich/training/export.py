"""A trained checkpoint as one int8 ONNX file with two inputs, `input_ids` (with letter case) and `attention_mask`."""

from pathlib import Path

import onnx
import torch
from onnx import TensorProto, helper
from onnxruntime.quantization import QuantType, quantize_dynamic
from transformers import BertForTokenClassification

from services.enrich.training.base_checkpoint import VOCABULARY

_OPSET = 17


def export_onnx(checkpoint: Path, full: Path, small: Path) -> None:
    """
    Write the network as `full` (float) and `small` (weights in 8 bits, per channel).

    The letter case is taken off the piece ids inside the graph, so run time feeds one array of ids.
    """
    network = BertForTokenClassification.from_pretrained(checkpoint, attn_implementation="eager").eval()
    network.config.return_dict = False
    example = torch.ones(2, 16, dtype=torch.long)
    names = ["piece_ids", "attention_mask", "letter_case"]
    draft = full.with_suffix(".draft")
    torch.onnx.export(
        network,
        (example, example, example),
        str(draft),
        dynamo=False,
        input_names=names,
        output_names=["logits"],
        dynamic_axes={name: {0: "batch", 1: "pieces"} for name in (*names, "logits")},
        opset_version=_OPSET,
    )
    model = onnx.load(str(draft))
    _take_case_off_ids(model)
    onnx.checker.check_model(model)
    onnx.save(model, str(full))
    draft.unlink()
    quantize_dynamic(str(full), str(small), weight_type=QuantType.QInt8, per_channel=True)


def _take_case_off_ids(model: onnx.ModelProto) -> None:
    """Compute `piece_ids` and `letter_case` from `input_ids` inside the graph."""
    graph = model.graph
    size = helper.make_tensor("vocabulary", TensorProto.INT64, [], [VOCABULARY])
    graph.initializer.append(size)
    graph.node.insert(0, helper.make_node("Mod", ["input_ids", "vocabulary"], ["piece_ids"]))
    graph.node.insert(1, helper.make_node("Div", ["input_ids", "vocabulary"], ["letter_case"]))
    mask = next(value for value in graph.input if value.name == "attention_mask")
    ids = helper.make_tensor_value_info("input_ids", TensorProto.INT64, ["batch", "pieces"])
    del graph.input[:]
    graph.input.extend([ids, mask])
