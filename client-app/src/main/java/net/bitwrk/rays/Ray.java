package net.bitwrk.rays;

/**
 * A ray of light on its way through the scene: where it starts, its direction (of length 1), and what it hit last. The one object here that
 * changes: a picture needs 200 million rays, so each core uses one object for all of its own.
 */
final class Ray {
    /** The nearest distance at which something counts as hit, so that a ray does not hit the surface it leaves from. */
    static final double NEAR = 0.01;

    double ox, oy, oz;
    double dx, dy, dz;

    /** The distance at which the ray hit something; infinite if it did not. */
    double distance;

    /** The centre of the sphere that was hit, in the plane of the art. */
    double hitX, hitZ;

    void from(double x, double y, double z) {
        ox = x;
        oy = y;
        oz = z;
    }

    /** Sets the direction to that of (x, y, z). */
    void to(double x, double y, double z) {
        double inverse = 1 / Math.sqrt(x * x + y * y + z * z);
        dx = x * inverse;
        dy = y * inverse;
        dz = z * inverse;
    }
}
