package net.bitwrk.rays;

/**
 * The art as spheres of radius 1: the character {@code k} of line {@code j} of {@code n} lies about (-k, -6.5, n - j + 1).
 *
 * <p>All of them lie in one wall, two units thick. So most rays miss it as a whole, and one that crosses it meets only spheres near the
 * short way that it has inside: those are found by their rows and columns. Art of 100,000 spheres costs little more than one of fifty.
 */
final class Spheres {
    static final double WALL = -6.5;

    /** For each row from the floor up and each column: the next column, from this one on, that has a sphere. */
    private final int[][] next;

    private final double minX;
    private final double maxX = 1;
    private final double maxZ;

    Spheres(String art) {
        String[] lines = (art.endsWith("\n") ? art.substring(0, art.length() - 1) : art).split("\n", -1);
        int n = lines.length;
        next = new int[n][];
        int columns = 0;
        for (int row = 0; row < n; row++) {
            // Row 0 is the last line, j = n - 1, and has z = 2.
            next[row] = nextSphere(lines[n - 1 - row]);
            columns = Math.max(columns, next[row].length);
        }
        minX = -columns;
        maxZ = n + 2;
    }

    private static int[] nextSphere(String line) {
        int end = line.length();
        while (end > 0 && line.charAt(end - 1) == ' ') {
            end--;
        }
        int[] next = new int[end];
        for (int k = end - 1; k >= 0; k--) {
            next[k] = line.charAt(k) != ' ' ? k : next[k + 1];
        }
        return next;
    }

    /** Shortens the ray to the nearest sphere that it hits before {@code ray.distance}, and tells whether there is one. */
    boolean hit(Ray ray) {
        // The way inside of the wall and below the top row: from near to far.
        // Spelled out rather than by Math.min and max, which take a tenth of the whole time for their care of NaN and
        // -0.
        double inverse = 1 / ray.dy;
        double atFront = (WALL + 1 - ray.oy) * inverse;
        double atBack = (WALL - 1 - ray.oy) * inverse;
        double near = inverse < 0 ? atFront : atBack;
        double far = inverse < 0 ? atBack : atFront;
        if (near < 0) {
            near = 0;
        }
        if (far > ray.distance) {
            far = ray.distance;
        }
        if (!(near < far)) {
            return false;
        }
        double z0 = ray.oz + near * ray.dz;
        double z1 = ray.oz + far * ray.dz;
        double x0 = ray.ox + near * ray.dx;
        double x1 = ray.ox + far * ray.dx;
        if (z0 < 1 && z1 < 1 || z0 > maxZ && z1 > maxZ || x0 < minX && x1 < minX || x0 > maxX && x1 > maxX) {
            return false;
        }
        return hitBetween(ray, near, far, z0, z1);
    }

    private boolean hitBetween(Ray ray, double near, double far, double z0, double z1) {
        // The sphere of a row touches the heights row + 1 to row + 3.
        int lowest = Math.max(0, (int) Math.ceil(Math.min(z0, z1) - 3));
        int highest = Math.min(next.length - 1, (int) Math.floor(Math.max(z0, z1) - 1));
        boolean hit = false;
        for (int row = lowest; row <= highest; row++) {
            double from = near;
            double to = Math.min(far, ray.distance);
            if (highest - lowest > 3) {
                // A long way along the wall: only the piece of it that is within this row counts.
                double below = (row + 1 - ray.oz) / ray.dz;
                double above = (row + 3 - ray.oz) / ray.dz;
                from = Math.max(from, Math.min(below, above));
                to = Math.min(to, Math.max(below, above));
            }
            hit |= from <= to && hitInRow(ray, row, ray.ox + from * ray.dx, ray.ox + to * ray.dx);
        }
        return hit;
    }

    /** Looks at the spheres of a row that the ray may touch while it goes from x0 to x1. */
    private boolean hitInRow(Ray ray, int row, double x0, double x1) {
        int[] spheres = next[row];
        int first = Math.max(0, (int) Math.ceil(-Math.max(x0, x1) - 1));
        int last = Math.min(spheres.length - 1, (int) Math.floor(-Math.min(x0, x1) + 1));
        boolean hit = false;
        for (int column = first; column <= last; column++) {
            column = spheres[column];
            if (column <= last) {
                hit |= hitSphere(ray, -column, row + 2);
            }
        }
        return hit;
    }

    private static boolean hitSphere(Ray ray, double x, double z) {
        double px = ray.ox - x;
        double py = ray.oy - WALL;
        double pz = ray.oz - z;
        double b = px * ray.dx + py * ray.dy + pz * ray.dz;
        double q = b * b - (px * px + py * py + pz * pz - 1);
        if (q <= 0) {
            return false;
        }
        double distance = -b - Math.sqrt(q);
        if (distance <= Ray.NEAR || distance >= ray.distance) {
            return false;
        }
        ray.distance = distance;
        ray.hitX = x;
        ray.hitZ = z;
        return true;
    }
}
