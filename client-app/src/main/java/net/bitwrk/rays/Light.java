package net.bitwrk.rays;

/**
 * Follows rays through the scene and adds up the light that comes along them. One object for each row that is drawn, used by one thread.
 *
 * <p>Sky, mirrors and glints are grey and the floor's tiles are red or white: everywhere green and blue are equal. So a colour is two
 * numbers, {@link #red} and {@link #other}.
 */
final class Light {
    /** What a ray still has to bring after so many mirrors is less than a millionth. */
    private static final int MOST_MIRRORS = 20;

    private final Spheres spheres;
    private final Randomness random;
    private final Ray ray = new Ray();
    private final Ray toLamp = new Ray();

    double red;
    double other;

    Light(Spheres spheres, Randomness random) {
        this.spheres = spheres;
        this.random = random;
    }

    Ray ray() {
        return ray;
    }

    /** Adds the light along {@link #ray()}: the S(o, d) of the scene's definition, whose recursion is a loop here. */
    void add() {
        double weight = 1;
        for (int mirrors = 0; mirrors <= MOST_MIRRORS; mirrors++, weight *= 0.5) {
            // The floor is hit where it is not behind the ray, and no sphere before it.
            double toFloor = -ray.oz / ray.dz;
            boolean onFloor = toFloor > Ray.NEAR;
            ray.distance = onFloor ? toFloor : Double.POSITIVE_INFINITY;
            if (spheres.hit(ray)) {
                addGlint(weight);
            } else if (onFloor) {
                addFloor(weight);
                return;
            } else {
                addGrey(weight * (1 - ray.dz));
                return;
            }
        }
    }

    private void addGrey(double light) {
        red += light;
        other += light;
    }

    private void addFloor(double weight) {
        double x = ray.ox + ray.distance * ray.dx;
        double y = ray.oy + ray.distance * ray.dy;
        double light = weight * (brightness(x, y, 0, 0, 0, 1) / 5 + 0.1);
        boolean odd = ((int) (Math.ceil(x / 5) + Math.ceil(y / 5)) & 1) != 0;
        red += 3 * light;
        other += odd ? light : 3 * light;
    }

    /** Adds the reflection of the lamp in the sphere that was hit, and sends the ray on its way from there. */
    private void addGlint(double weight) {
        double x = ray.ox + ray.distance * ray.dx;
        double y = ray.oy + ray.distance * ray.dy;
        double z = ray.oz + ray.distance * ray.dz;
        double nx = x - ray.hitX;
        double ny = y - Spheres.WALL;
        double nz = z - ray.hitZ;
        double twice = 2 * (nx * ray.dx + ny * ray.dy + nz * ray.dz);
        ray.from(x, y, z);
        ray.to(ray.dx - twice * nx, ray.dy - twice * ny, ray.dz - twice * nz);
        if (brightness(x, y, z, nx, ny, nz) > 0) {
            addGrey(weight * power99(toLamp.dx * ray.dx + toLamp.dy * ray.dy + toLamp.dz * ray.dz));
        }
    }

    /** How much of the lamp's light falls on a surface with this normal; 0 in the shade. */
    private double brightness(double x, double y, double z, double nx, double ny, double nz) {
        // The lamp is a square, which makes the shadows soft.
        toLamp.from(x, y, z);
        toLamp.to(9 + random.next() - x, 9 + random.next() - y, 16 - z);
        double cosine = toLamp.dx * nx + toLamp.dy * ny + toLamp.dz * nz;
        if (cosine <= 0) {
            return 0;
        }
        // Art of many lines is higher than the lamp, whose light then comes from below, through the floor.
        boolean shade = -z / toLamp.dz > Ray.NEAR;
        toLamp.distance = Double.POSITIVE_INFINITY;
        return shade || spheres.hit(toLamp) ? 0 : cosine;
    }

    private static double power99(double x) {
        double x2 = x * x;
        double x4 = x2 * x2;
        double x8 = x4 * x4;
        double x16 = x8 * x8;
        double x32 = x16 * x16;
        return x32 * x32 * x32 * x2 * x;
    }
}
