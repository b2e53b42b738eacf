"""The tones of a picture by number, and the stages that products stand on."""

from __future__ import annotations

from jetway.demo.drawing import Mark, ellipse

HALO, SHADOW, MAIN, LIGHT, DARK, WOOD, WALNUT, METAL, PAPER, LEAF, MOSS, INK = range(1, 13)
"""The tones; 0 is the backdrop. MAIN, LIGHT and DARK take the product's colour."""

STAGE: tuple[Mark, ...] = (ellipse(HALO, 32, 30, 25, 25), ellipse(SHADOW, 32, 53, 19, 2.4))
"""Stands behind every product but those that hang on a wall."""

WALL: tuple[Mark, ...] = (ellipse(HALO, 32, 32, 26, 26),)
