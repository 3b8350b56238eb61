package net.bitwrk.rays;

/** A place or direction in the scene; z points up. For setting up only: the rays themselves are counted in millions. */
record Vector(double x, double y, double z) {

    Vector plus(Vector v) {
        return new Vector(x + v.x, y + v.y, z + v.z);
    }

    Vector times(double factor) {
        return new Vector(x * factor, y * factor, z * factor);
    }

    Vector cross(Vector v) {
        return new Vector(y * v.z - z * v.y, z * v.x - x * v.z, x * v.y - y * v.x);
    }

    Vector normalised() {
        return times(1 / Math.sqrt(x * x + y * y + z * z));
    }
}
