"""Recurrent models, masks, states and attention give the same numbers after they are imported."""

import json

import keras
import numpy as np
import pytest
from keras import layers

from hornstudio.engine.compile.plan import plan_graph
from hornstudio.engine.interop.keras_file import read_keras

from .keras_model import (
    assert_predicts_the_same,
    config_of,
    floats,
    imported,
    keras_losses,
    losses,
    predictions,
    rewritten,
    saved,
    shaken,
    whole,
)

WORDS = whole(4, 6, below=9)
WORDS[:, 4:] = 0  # what fills up the sequences


def test_a_masked_recurrent_stack_predicts_the_same(tmp_path) -> None:
    model = keras.Sequential(
        [
            layers.Input((6,), dtype="int32", name="words"),
            layers.Embedding(9, 4, mask_zero=True),
            layers.LSTM(3, return_sequences=True),
            layers.Bidirectional(layers.GRU(2, return_sequences=True)),
            layers.TimeDistributed(layers.Dense(3, activation="relu")),
            layers.SimpleRNN(3),
        ]
    )
    found = assert_predicts_the_same(shaken(model), {"words": WORDS}, tmp_path)
    nodes = found.graph.nodes
    assert nodes["bidirectional"].kind == "gru"
    assert nodes["bidirectional"].params["bidirectional"] == "concat"
    assert nodes["time_distributed"].over_time


def test_a_masked_classifier_trains_the_same(tmp_path) -> None:
    model = keras.Sequential(
        [
            layers.Input((6,), dtype="int32", name="words"),
            layers.Embedding(9, 4, mask_zero=True),
            layers.SimpleRNN(3),
            layers.Dense(1, activation="sigmoid", name="mood"),
        ]
    )
    model.compile(keras.optimizers.RMSprop(0.01), "binary_crossentropy", metrics=["accuracy"])
    found, y = imported(shaken(model), tmp_path), whole(4, 1, below=2)
    mine = losses(found, {"words": WORDS, "mood_target": y})
    np.testing.assert_allclose(mine, keras_losses(model, WORDS, y), rtol=1e-4)


def test_masks_of_a_functional_model_follow_the_wires(tmp_path) -> None:
    ids = keras.Input((6,), dtype="int32", name="ids")
    vectors = layers.Embedding(9, 4, mask_zero=True)(ids)
    left = layers.LSTM(4, return_sequences=True)(vectors)
    both = layers.Add()([vectors, left])
    model = shaken(keras.Model(ids, layers.GRU(3)(both)))
    found = assert_predicts_the_same(model, {"ids": WORDS}, tmp_path)
    assert {node.kind for _, node in found.graph} == {"input", "embedding", "lstm", "add", "gru"}


def test_states_are_wired(tmp_path) -> None:
    x, z = keras.Input((5, 3), name="x"), keras.Input((4, 2), name="z")
    _, h, c = layers.LSTM(4, return_state=True, name="reader")(x)
    out = layers.LSTM(4, return_sequences=True, name="writer")(z, initial_state=[h, c])
    model = shaken(keras.Model([x, z], [out, h]))
    inputs = {"x": floats(2, 5, 3), "z": floats(2, 4, 2, seed=1)}
    found = assert_predicts_the_same(model, inputs, tmp_path)
    wires = {tuple(w) for w in found.graph.wires}
    assert ("reader.state_h", "writer.initial_h") in wires
    assert ("reader.state_c", "writer.initial_c") in wires


def test_sequences_of_any_length_stay_so(tmp_path) -> None:
    x = keras.Input((None, 3), name="x")
    model = shaken(keras.Model(x, layers.LSTM(4)(x)))
    found = assert_predicts_the_same(model, {"x": floats(2, 7, 3)}, tmp_path)
    assert found.graph.nodes["x"].params["shape"] == [None, 3]


def test_directions_with_different_settings_are_not_taken_over(tmp_path) -> None:
    pair = layers.Bidirectional(
        layers.LSTM(2), backward_layer=layers.LSTM(2, go_backwards=True, activation="relu")
    )
    model = keras.Sequential([layers.Input((5, 3)), pair])
    [remark] = read_keras(saved(model, tmp_path)).report.placeholders
    assert remark.reason == "has two layers with different settings"


def test_a_mask_of_ones_own_is_not_taken_over(tmp_path) -> None:
    x = keras.Input((5, 3), name="x")
    mask = keras.Input((5,), dtype="bool", name="mask")
    model = keras.Model([x, mask], layers.LSTM(2, name="reader")(x, mask=mask))
    [remark] = read_keras(saved(model, tmp_path)).report.placeholders
    assert remark.node == "reader"
    assert remark.reason == "gets a mask of its own; here masks come from Embedding and Masking"


def test_a_mask_that_does_not_arrive_is_told(tmp_path) -> None:
    ids = keras.Input((5,), dtype="int32", name="ids")
    vectors = layers.Embedding(9, 4)(ids)
    model = keras.Model(ids, layers.SimpleRNN(2, name="reader")(vectors, mask=ids != 0))
    [remark] = read_keras(saved(model, tmp_path)).report.remarks
    assert (remark.node, remark.is_placeholder) == ("reader", False)
    assert remark.reason == "Keras gives it a mask that does not arrive here; outputs differ"


def test_a_masked_transformer_predicts_the_same(tmp_path) -> None:
    """Multi-head attention comes last: it takes the masks off its inputs when Keras runs it."""
    ids = keras.Input((6,), dtype="int32", name="ids")
    words = layers.Embedding(9, 4, mask_zero=True, name="words")(ids)
    shared = layers.GroupQueryAttention(2, 4, 2, use_gate=True, name="shared")(words, words)
    heads = layers.MultiHeadAttention(2, 3, use_gate=True, name="heads")
    seen = layers.Add()([words, heads(shared, words, use_causal_mask=True)])
    model = shaken(keras.Model(ids, layers.GlobalAveragePooling1D()(seen)))
    found = assert_predicts_the_same(model, {"ids": WORDS}, tmp_path)
    wires = {tuple(w) for w in found.graph.wires}
    assert {("shared.output", "heads.query"), ("words.output", "heads.value")} <= wires
    assert found.graph.nodes["heads"].params["use_causal_mask"] is True


def test_attention_keeps_its_tensors_apart(tmp_path) -> None:
    x, z = keras.Input((5, 3), name="x"), keras.Input((4, 2), name="z")
    pairs = keras.Input((5, 4), dtype="int32", name="pairs")
    near = layers.Attention(use_scale=True)([x, layers.Dense(3)(z), layers.Dense(3)(z)])
    seen, scores = layers.MultiHeadAttention(2, 3, name="heads")(
        near, z, attention_mask=pairs, return_attention_scores=True
    )
    far = layers.AdditiveAttention()([seen, x])
    model = shaken(keras.Model([x, z, pairs], [far, scores]))
    inputs = {"x": floats(2, 5, 3), "z": floats(2, 4, 2, seed=1), "pairs": whole(2, 5, 4, below=2)}
    found = assert_predicts_the_same(model, inputs, tmp_path)
    wires = {tuple(w) for w in found.graph.wires}
    assert ("pairs.output", "heads.attention_mask") in wires


def decoder(add) -> keras.Model:
    ids = keras.Input((6,), dtype="int32", name="ids")
    words = layers.Embedding(9, 4, mask_zero=True, name="words")(ids)
    seen = layers.MultiHeadAttention(2, 3, name="heads")(words, words, use_causal_mask=True)
    both = layers.LayerNormalization(name="both")(add(words, seen))
    twice = layers.MultiHeadAttention(2, 3, name="heads_2")(both, words)
    model = keras.Model(ids, layers.Dense(9, name="next")(twice))
    model.compile("sgd", keras.losses.SparseCategoricalCrossentropy(from_logits=True))
    return shaken(model)


@pytest.mark.parametrize("how", ["operator", "layer"])
def test_masks_that_keras_loses_are_lost(how: str, tmp_path) -> None:
    add = {"operator": lambda a, b: a + b, "layer": lambda a, b: layers.Add(name="add")([a, b])}
    model, y = decoder(add[how]), whole(4, 6, below=9)
    found = assert_predicts_the_same(model, {"ids": WORDS}, tmp_path)
    mine = losses(found, {"ids": WORDS, "next_target": y})
    np.testing.assert_allclose(mine, keras_losses(model, WORDS, y), rtol=1e-4)
    told = {r.node: str(r.reason) for r in found.report.remarks}
    assert "taken the mask off words.output" in told["heads_2"]
    assert how == "layer" or "Keras forgets masks" in told["add"]


def test_a_product_of_what_attention_took_the_mask_off(tmp_path) -> None:
    ids = keras.Input((6,), dtype="int32", name="ids")
    words = layers.Embedding(9, 4, mask_zero=True, name="words")(ids)
    seen = layers.MultiHeadAttention(2, 3, name="heads")(words, words)
    model = shaken(keras.Model(ids, layers.Multiply(name="product")([words, seen])))
    found = assert_predicts_the_same(model, {"ids": WORDS}, tmp_path)
    assert "taken the mask off words.output" in str(found.report.remarks[0].reason)


def test_where_an_initial_state_comes_in_no_mask_is_heeded_but_it_goes_on(tmp_path) -> None:
    ids, h = keras.Input((6,), dtype="int32", name="ids"), keras.Input((3,), name="h")
    words = layers.Embedding(9, 4, mask_zero=True)(ids)
    told = layers.GRU(3, return_sequences=True, name="reader")(words, initial_state=h)
    model = shaken(keras.Model([ids, h], [told, layers.GlobalAveragePooling1D()(told)]))
    found = assert_predicts_the_same(model, {"ids": WORDS, "h": floats(4, 3)}, tmp_path)
    assert not found.report.remarks


def test_a_metric_without_a_counterpart_keeps_no_weights_back(tmp_path) -> None:
    model = keras.Sequential([layers.Input((3,), name="x"), layers.Dense(2, name="y")])
    model.compile("sgd", "mse", metrics=[keras.metrics.SensitivityAtSpecificity(0.5)])
    path = saved(model, tmp_path)
    config = json.dumps(config_of(path)).replace("SensitivityAtSpecificity", "Mystery")
    found = read_keras(rewritten(path, config=config.encode()))
    assert [r.is_placeholder for r in found.report.remarks] == [False]
    assert found.weights is not None
    np.testing.assert_allclose(
        predictions(found, {"x": floats(2, 3)})[0], np.asarray(model(floats(2, 3))), atol=1e-5
    )


def test_states_of_both_directions_are_wired(tmp_path) -> None:
    x, z = keras.Input((5, 3), name="x"), keras.Input((4, 2), name="z")
    _, fh, fc, bh, bc = layers.Bidirectional(layers.LSTM(2, return_state=True), name="reader")(x)
    states = [layers.Concatenate()([fh, bh]), layers.Concatenate()([fc, bc])]
    out = layers.LSTM(4, name="writer")(z, initial_state=states)
    other = layers.Bidirectional(layers.LSTM(2), name="other")(z, initial_state=[fh, fc, bh, bc])
    own = [layers.Dense(2)(fc_bc) for fc_bc in states]
    third = layers.Bidirectional(layers.GRU(2), name="third")(z, initial_state=own)
    model = shaken(keras.Model([x, z], [out, other, third]))
    inputs = {"x": floats(2, 5, 3), "z": floats(2, 4, 2, seed=1)}
    found = assert_predicts_the_same(model, inputs, tmp_path)
    wires = {tuple(w) for w in found.graph.wires}
    assert ("reader.state_c", "writer.initial_c") in wires
    assert ("reader.state_h", "other.initial_h") in wires
    assert ("third_initial_h.output", "third.initial_h") in wires


def test_the_state_of_one_direction_is_not_taken_over(tmp_path) -> None:
    x = keras.Input((5, 3), name="x")
    _, forward, _ = layers.Bidirectional(layers.GRU(2, return_state=True))(x)
    model = keras.Model(x, layers.Dense(2, name="out")(forward))
    [remark] = read_keras(saved(model, tmp_path)).report.placeholders
    assert remark.node == "out"
    assert "takes the state of one direction by itself" in str(remark.reason)


def test_a_model_on_every_step_is_laid_open_over_time(tmp_path) -> None:
    look = keras.Sequential(
        [layers.Input((4, 4, 1)), layers.Conv2D(2, 3), layers.GlobalAveragePooling2D()]
    )
    film = keras.Input((3, 4, 4, 1), name="film")
    out = layers.RNN(layers.GRUCell(2), name="cell")(layers.TimeDistributed(look)(film))
    model = shaken(keras.Model(film, out))
    found = assert_predicts_the_same(model, {"film": floats(2, 3, 4, 4, 1)}, tmp_path)
    flat = plan_graph(found.graph, for_training=False).graph
    assert {n.kind for _, n in flat if n.over_time} == {"conv2d", "global_average_pooling2d"}
    assert found.graph.nodes["cell"].kind == "gru"


def test_functions_that_order_and_gather_are_modules(tmp_path) -> None:
    x = keras.Input((12,), name="x")
    picture = keras.ops.transpose(keras.ops.reshape(x, (-1, 4, 3)), (0, 2, 1))
    both = [keras.ops.mean(picture, axis=1), keras.ops.max(picture, axis=1)]
    model = keras.Model(x, keras.ops.exp(keras.ops.concatenate(both, axis=-1)))
    found = assert_predicts_the_same(model, {"x": floats(2, 12)}, tmp_path)
    kinds = {node.kind for _, node in found.graph}
    assert {"reshape", "permute", "global_max_pooling1d", "exponential"} <= kinds


def test_what_differs_in_use_is_told(tmp_path) -> None:
    x = keras.Input(batch_shape=(2, 5, 3), name="x")
    y = layers.LSTM(2, stateful=True, name="reader")(x)
    model = keras.Model(x, layers.Dense(2, dtype="mixed_float16", name="out")(y))
    told = {r.node: str(r.reason) for r in read_keras(saved(model, tmp_path)).report.remarks}
    assert told["reader"] == "stateful in Keras; here each batch begins anew"
    assert told["out"] == "computes with short floats in Keras; here with float32"
