"""What the catalog does not say by itself about names and settings of Keras."""

ALIASES: dict[str, dict[str, str]] = {
    "activation": {"swish": "silu", "hardswish": "hard_silu", "logsigmoid": "log_sigmoid"},
    "initializer": {
        "uniform": "random_uniform",
        "normal": "random_normal",
        "zero": "zeros",
        "one": "ones",
        "orthogonalinitializer": "orthogonal",
    },
    "regularizer": {"l1l2": "l1_l2"},
    "loss": {
        "sparsecategoricalcrossentropy": "categorical_crossentropy",
        "mse": "mean_squared_error",
        "mae": "mean_absolute_error",
        "mape": "mean_absolute_percentage_error",
        "msle": "mean_squared_logarithmic_error",
        "bce": "binary_crossentropy",
        "kld": "kl_divergence",
        "kullbackleiblerdivergence": "kl_divergence",
        "cosineproximity": "cosine_similarity",
    },
    "metric": {
        "acc": "accuracy",
        "categoricalaccuracy": "accuracy",
        "sparsecategoricalaccuracy": "accuracy",
        "topkcategoricalaccuracy": "top_k_accuracy",
        "sparsetopkcategoricalaccuracy": "top_k_accuracy",
        "logcosherror": "log_cosh",
        "rmse": "root_mean_squared_error",
    },
}
"""Other names, by category, written small and without underscores, and the kinds they mean."""

SPARSE = frozenset({"sparsecategoricalcrossentropy"})
"""Losses whose targets are class numbers."""

HARMLESS = frozenset(
    {
        "name",
        "trainable",
        "dtype",
        "autocast",
        "seed",
        "batch_shape",
        "batch_input_shape",
        "input_shape",
        "input_dtype",
        "input_length",
        "input_axes",
        "output_axes",
        "sparse",
        "ragged",
        "optional",
        "stateful",
        "unroll",
        "implementation",
        "time_major",
        "use_cudnn",
        "return_state",
        "relative_step",
        "flash_attention",
        "return_attention_scores",
        "synchronized",
        "renorm_momentum",
        "renorm_clipping",
        "loss_scale_factor",
        "quantization_config",
        "jit_compile",
        "fn",
        "is_legacy_optimizer",
        "num_labels",
    }
)
"""Settings that change no number that a model gives, whatever their value."""

COUNTS_AT_ZERO = frozenset({"ignore_class"})
"""Settings that mean something at 0 too; any other that is 0 or empty changes nothing."""

OPEN_LENGTHS = frozenset({"noise_shape"})
"""Shapes in which Keras writes None for a length that is the input's; here it is -1."""

CODE = frozenset({"__lambda__", "Lambda"})
"""Classes that hold code."""
