import numpy as np

from landweave.engine.demo.noise import fractal_grid, normals, smooth_grid, smooth_points, uniforms


def test_a_block_is_a_part_of_the_whole():
    y, x = np.arange(300) + 0.5, np.arange(-40, 200) + 0.5
    whole = fractal_grid(3, 7, y, x, 50.0)
    part = fractal_grid(3, 7, y[123:187], x[60:90], 50.0)
    assert np.array_equal(part, whole[123:187, 60:90])


def test_points_and_grid_are_one_field():
    y, x = np.array([0.5, 17.2, 90.0]), np.array([-30.1, 4.4, 55.0, 200.3])
    grid = smooth_grid(1, 2, y, x, 23.0)
    points = smooth_points(1, 2, *np.meshgrid(y, x, indexing="ij"), 23.0)
    assert np.allclose(grid, points, atol=1e-5)


def test_the_numbers_are_what_their_names_say():
    keys = np.arange(200_000)
    flat = uniforms(5, 1, keys)
    bell = normals(5, 2, keys, 3)
    assert flat.min() > 0 and flat.max() < 1
    assert np.allclose(np.quantile(flat, [0.1, 0.5, 0.9]), [0.1, 0.5, 0.9], atol=0.005)
    assert abs(bell.mean()) < 0.01 and abs(bell.std() - 1) < 0.01
    assert abs(np.corrcoef(bell[:-1], bell[1:])[0, 1]) < 0.01


def test_seed_channel_and_key_all_matter():
    drawn = {float(uniforms(s, c, k)[0]) for s in range(3) for c in range(3) for k in range(3)}
    assert len(drawn) == 27


def test_smooth_noise_is_smooth_and_of_unit_variance():
    y = np.arange(2000) + 0.5
    field = smooth_grid(0, 1, y, y[:400], 20.0)
    assert 0.85 < field.std() < 1.15
    assert np.abs(np.diff(field, axis=0)).max() < 0.5
