package net.bitwrk.rays;

import java.util.ArrayList;
import java.util.List;

/**
 * A rectangle of pixels, counted from the upper left corner of the whole picture: columns {@code x0} to {@code x1 - 1}, rows {@code y0} to
 * {@code y1 - 1}. The upper bounds are exclusive, so that neighbours share a number and a side is a difference.
 */
public record Part(int x0, int y0, int x1, int y1) {

    public Part {
        if (x0 < 0 || y0 < 0 || x1 <= x0 || y1 <= y0) {
            throw new IllegalArgumentException(
                    "no part of a picture: x0=%d y0=%d x1=%d y1=%d".formatted(x0, y0, x1, y1));
        }
    }

    public int width() {
        return x1 - x0;
    }

    public int height() {
        return y1 - y0;
    }

    public long pixels() {
        return (long) width() * height();
    }

    boolean lies(Part whole) {
        return x0 >= whole.x0 && y0 >= whole.y0 && x1 <= whole.x1 && y1 <= whole.y1;
    }

    /** Cuts this into {@code tiles} nearly equal parts, in as many rows as columns where the number allows it: 16 are 4 by 4, 7 are 7 by 1. */
    public List<Part> cut(int tiles) {
        if (tiles < 1) {
            throw new IllegalArgumentException("no number of tiles: " + tiles);
        }
        int rows = (int) Math.sqrt(tiles);
        while (tiles % rows != 0) {
            rows--;
        }
        int columns = tiles / rows;
        if (columns > width() || rows > height()) {
            throw new IllegalArgumentException("too small to be cut into " + tiles + " tiles");
        }
        var parts = new ArrayList<Part>();
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                parts.add(new Part(
                        x0 + width() * column / columns,
                        y0 + height() * row / rows,
                        x0 + width() * (column + 1) / columns,
                        y0 + height() * (row + 1) / rows));
            }
        }
        return List.copyOf(parts);
    }
}
