package dev.gyre.outbound;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

class RowTest {

    @Test
    void anEmptyRowHasNoFirst() {
        Row<String> row = new Row<>();
        assertNull(row.first());
        assertEquals(0, row.size());
        assertEquals(List.of(), row.all());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void keepsTheOrderWhereverOneIsTakenOut(long seed) {
        Random random = new Random(seed);
        Row<Integer> row = new Row<>();
        List<Integer> expected = new ArrayList<>();
        List<Row.Spot<Integer>> spots = new ArrayList<>();
        for (int i = 0; i < 2000; i++) {
            if (expected.isEmpty() || random.nextInt(5) < 3) {
                expected.add(i);
                spots.add(row.add(i));
            } else {
                int at = random.nextInt(expected.size());
                expected.remove(at);
                row.take(spots.remove(at));
            }
            assertEquals(expected.size(), row.size());
            assertEquals(expected.isEmpty() ? null : expected.getFirst(), row.first());
        }
        assertEquals(expected, row.all());
        while (!spots.isEmpty()) {
            row.take(spots.remove(random.nextInt(spots.size())));
        }
        assertNull(row.first());
        assertEquals(0, row.size());
    }
}
