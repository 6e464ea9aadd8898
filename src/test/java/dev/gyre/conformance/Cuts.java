package dev.gyre.conformance;

import dev.gyre.http.HeadLimits;
import dev.gyre.http.Transcript;

import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;

/// Messages in two pieces, cut at every octet there is: on sockets two pieces often arrive as one, so these are handed straight
/// to the decoder.
final class Cuts {

    /// How many octets are read for one message: those of up to 300 are cut everywhere, longer ones here and there.
    private static final int WORK = 100_000;

    private Cuts() {}

    /// The places at which a cut changes what is read of these requests.
    static List<Integer> ofRequest(String wire) {
        return differing(wire, pieces -> Transcript.ofRequests(HeadLimits.DEFAULT, pieces));
    }

    /// The places at which a cut changes what is read of this response.
    static List<Integer> ofResponse(String method, String wire) {
        return differing(wire, pieces -> Transcript.ofResponse(HeadLimits.DEFAULT, method, pieces));
    }

    private static List<Integer> differing(String wire, Function<List<byte[]>, String> read) {
        byte[] octets = Wire.bytes(wire);
        String whole = read.apply(List.of(octets));
        int step = 1 + (int) ((long) octets.length * octets.length / WORK);
        return IntStream.range(1, octets.length)
                .parallel()
                .filter(at -> at % step == 0)
                .filter(at -> !read.apply(Transcript.cut(octets, at)).equals(whole))
                .boxed()
                .toList();
    }
}
