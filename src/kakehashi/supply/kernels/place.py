"""Where compiled kernels are kept between runs."""


def keep_kernels_in(folder: str) -> None:
    """Let compiled kernels be kept in `folder`; call it before any is imported.

    Without this they stand beside the package, or in the user's cache where that
    cannot be written: Numba's own choice.
    """
    from numba import config

    config.CACHE_DIR = folder  # type: ignore[attr-defined]  # set by Numba when imported
