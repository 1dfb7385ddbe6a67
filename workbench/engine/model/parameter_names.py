"""What the name of a parameter says about its editor, where the default value doesn't."""

from __future__ import annotations

from workbench.catalog.kinds import Editor, Group
from workbench.project.spec import ParamValue, Spec

SKIPPED = frozenset(
    # Keras' own housekeeping, arrays and dictionaries that a form can't hold, and printing.
    {"self", "args", "kwargs", "name", "verbose", "weights", "quantization_config"}
    | {"gptq_unpacked_column_size", "embeddings_metadata", "tensor", "batch_shape", "ragged", "optional"}
    | {"reverse_dtype", "synchronized", "native_serialization_platforms"}
)

REQUIRED = frozenset(("shape",))

NULLABLE = frozenset(("merge_mode", "split", "standardize", "reduction", "top_db", "ragged"))

DTYPES = ("float32", "float64", "float16", "bfloat16", "int32", "int64", "uint8", "bool", "string")
POLICIES = ("float32", "float64", "float16", "bfloat16", "mixed_float16", "mixed_bfloat16", "int32", "int64")

EDITORS: dict[str, Editor] = {
    "adam_lr_ratio": "float",
    "attention_axes": "ints",
    "axes": "size",
    "baseline": "float",
    "bias_axes": "text",
    "bin_boundaries": "floats",
    "boundaries": "ints",
    "cells": "objects",
    "class_id": "int",
    "clipnorm": "float",
    "clipvalue": "float",
    "decay_rate": "float",
    "decay_steps": "int",
    "dims": "ints",
    "ema_overwrite_frequency": "int",
    "end_learning_rate": "float",
    "equation": "text",
    "exclude_layers": "texts",
    "filename": "text",
    "filepath": "text",
    "fill_value": "float",
    "flash_attention": "bool",
    "global_clipnorm": "float",
    "gradient_accumulation_steps": "int",
    "idf_weights": "floats",
    "ignore_class": "int",
    "initial_value_threshold": "float",
    "input_axes": "ints",
    "label_smoothing": "float",
    "label_weights": "floats",
    "layers": "objects",
    "log_dir": "text",
    "logit_soft_cap": "float",
    "lora_alpha": "float",
    "loss_scale_factor": "float",
    "mask_token": "value",
    "max_value": "float",
    "min_delta": "float",
    "monitor": "text",
    "noise_shape": "shape",
    "output_axes": "ints",
    "output_shape": "shape",
    "precision": "float",
    "profile_batch": "value",
    "recall": "float",
    "renorm_clipping": "value",
    "salt": "int",
    "save_freq": "value",
    "scale": "value",
    "schedule": "text",
    "seed": "int",
    "sensitivity": "float",
    "shape": "shape",
    "shared_axes": "ints",
    "sigma": "value",
    "specificity": "float",
    "target_class_ids": "ints",
    "target_shape": "shape",
    "threshold": "float",
    "thresholds": "floats",
    "update_freq": "value",
    "use_cudnn": "value",
    "value_range": "floats",
    "values": "floats",
    "variance": "floats",
    "vocabulary": "texts",
    "warmup_target": "float",
    "weight_decay": "float",
}

SIZES = frozenset(
    {"kernel_size", "strides", "pool_size", "dilation_rate", "size", "output_size", "output_padding"}
    | {"cropping", "padding", "tile_grid_size", "ngrams"}
)

# The first words of Keras' documentation of a parameter whose default is None, tried in order.
WORDS: tuple[tuple[str, Editor], ...] = (
    ("bool", "bool"),
    ("float", "float"),
    ("int", "int"),
    ("str", "text"),
    ("dimension", "int"),
    ("number", "int"),
    ("size", "int"),
)

CHOICES: dict[str, tuple[str, ...]] = {
    "data_format": ("channels_last", "channels_first"),
    "dtype": DTYPES,
    "average": ("micro", "macro", "weighted"),
    "vocabulary_dtype": ("int64", "int32"),
}

# For parameters whose documentation names no choice, or only the default.
UNDOCUMENTED_CHOICES: dict[str, tuple[str, ...]] = {
    "fill_mode": ("reflect", "constant", "nearest", "wrap"),
    "interpolation": ("bilinear", "nearest"),
    "padding": ("valid", "same"),
    "score_mode": ("dot", "concat"),
    "window": ("hann", "hamming"),
}

GROUPS: dict[str, Group] = {
    "backward_layer": "layer",
    "cell": "layer",
    "cells": "layer",
    "layer": "layer",
    "layers": "layer",
    "learning_rate": "schedule",
}

_Bounds = tuple[float | None, float | None]
_SHARE: _Bounds = (0.0, 1.0)
_AT_LEAST_0: _Bounds = (0.0, None)
_AT_LEAST_1: _Bounds = (1.0, None)

BOUNDS: dict[str, _Bounds] = (
    dict.fromkeys(
        {"rate", "dropout", "recurrent_dropout", "momentum", "rho", "beta_1", "beta_2", "ema_momentum"}
        | {"adam_beta_1", "adam_beta_2", "renorm_momentum", "label_smoothing", "precision", "recall"}
        | {"sensitivity", "specificity"},
        _SHARE,
    )
    | dict.fromkeys(
        {"learning_rate", "epsilon", "l1", "l2", "patience", "cooldown", "min_lr", "stddev", "class_id"}
        | {"weight_decay", "min_delta", "cropping", "start_from_epoch", "negative_slope", "warmup_steps"}
        | {"clipnorm", "clipvalue", "global_clipnorm", "initial_learning_rate", "end_learning_rate"}
        | {"theta", "num_oov_indices", "histogram_freq", "embeddings_freq", "output_padding"},
        _AT_LEAST_0,
    )
    | dict.fromkeys(
        {"units", "pieces", "filters", "kernel_size", "strides", "pool_size", "dilation_rate", "size"}
        | {"output_size", "groups", "depth_multiplier", "input_dim", "output_dim", "n", "num_heads"}
        | {"key_dim", "value_dim", "head_dim", "num_query_heads", "num_key_value_heads", "num_tokens"}
        | {"num_bins", "height", "width", "k", "top_k", "num_classes", "batch_size", "max_tokens"}
        | {"power_iterations", "lora_rank", "decay_steps", "first_decay_steps", "bins", "num_thresholds"}
        | {"output_sequence_length", "num_mel_bins", "fft_length", "frame_length", "frame_step"}
        | {"sequence_stride", "sequence_length", "sliding_window", "ema_overwrite_frequency"},
        _AT_LEAST_1,
    )
    | {"gradient_accumulation_steps": (2.0, None)}
)

# Parameters that would be folded away by a rule but are wanted often.
COMMON = frozenset(
    {"kernel_initializer", "kernel_regularizer", "kernel_constraint", "embeddings_initializer"}
    | {"depthwise_initializer", "alpha_initializer"}
)

ADVANCED = frozenset(
    {"trainable", "dtype", "seed", "data_format", "batch_size", "sparse", "noise_shape", "groups"}
    | {"lora_rank", "lora_alpha", "renorm", "renorm_clipping", "renorm_momentum", "epsilon", "use_cudnn"}
    | {"unroll", "stateful", "go_backwards", "reset_after", "unit_forget_bias", "zero_output_for_mask"}
    | {"recurrent_activation", "flash_attention", "sliding_window", "attention_axes", "output_padding"}
    | {"clipnorm", "clipvalue", "global_clipnorm", "use_ema", "ema_momentum", "ema_overwrite_frequency"}
    | {"loss_scale_factor", "gradient_accumulation_steps", "reduction", "input_axes", "output_axes"}
    | {"save_freq", "update_freq", "profile_batch", "initial_value_threshold", "encoding", "salt"}
    | {"backward_layer", "logit_soft_cap", "muon_a", "muon_b", "muon_c", "ns_steps", "rms_rate"}
    | {"embeddings_freq", "write_steps_per_second", "start_from_epoch", "ignore_class"}
)

# What a freshly placed object starts with; Keras demands a value for these and names none.
SUGGESTIONS: dict[str, ParamValue] = {
    "activation": "relu",
    "axes": -1,
    "boundaries": (1000, 5000),
    "cell": Spec("LSTMCell", {"units": 32}),
    "cells": (Spec("GRUCell", {"units": 32}), Spec("GRUCell", {"units": 32})),
    "decay_rate": 0.9,
    "decay_steps": 1000,
    "dims": (2, 1),
    "equation": "ab,bc->ac",
    "factor": 0.2,
    "filename": "history.csv",
    "filepath": "checkpoint.keras",
    "filters": 32,
    "first_decay_steps": 1000,
    "head_dim": 16,
    "height": 32,
    "height_factor": 0.2,
    "initial_learning_rate": 0.01,
    "input_dim": 1000,
    "kernel_size": 3,
    "key_dim": 16,
    "layer": Spec("Dense", {"units": 32}),
    "layers": (Spec("RandomFlip"), Spec("RandomRotation", {"factor": 0.1})),
    "n": 2,
    "num_bins": 16,
    "num_classes": 2,
    "num_heads": 2,
    "num_key_value_heads": 1,
    "num_query_heads": 2,
    "output_dim": 16,
    "output_shape": (32,),
    "output_size": 2,
    "pool_size": 2,
    "precision": 0.5,
    "rate": 0.5,
    "recall": 0.5,
    "scale": 1 / 255,
    "schedule": "lr * 0.95",
    "sensitivity": 0.5,
    "specificity": 0.5,
    "stddev": 0.1,
    "target_class_ids": (0,),
    "target_shape": (-1,),
    "units": 32,
    "values": (0.01, 0.005, 0.001),
    "width": 32,
    "width_factor": 0.2,
}
