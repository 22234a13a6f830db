package org.authkit.totp;

import io.nayuki.qrcodegen.QrCode;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/**
 * A QR code as a picture, drawn here: the secret in it travels to no other host. Always black on white, with the quiet zone
 * of four modules that ISO/IEC 18004 asks for, so that it can be scanned on a dark page as well.
 */
final class QrPicture {
    private static final int QUIET = 4;
    private static final int PIXELS_PER_MODULE = 8;
    private static final byte[] PNG_SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};

    private final QrCode code;
    /** Modules along one side, quiet zone included. */
    private final int side;

    QrPicture(String text) {
        code = QrCode.encodeText(text, QrCode.Ecc.MEDIUM);
        side = code.size + 2 * QUIET;
    }

    /**
     * One standalone {@code <svg>} element: no script, no style, no reference to anything outside it.
     *
     * @param title what a screen reader says; holds no secret
     */
    String svg(String title) {
        StringBuilder out = new StringBuilder();
        int pixels = side * PIXELS_PER_MODULE;
        out.append("<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" width=\"")
                .append(pixels)
                .append("\" height=\"")
                .append(pixels)
                .append("\" viewBox=\"0 0 ")
                .append(side)
                .append(' ')
                .append(side)
                .append("\" shape-rendering=\"crispEdges\"><title>")
                .append(Label.xmlEscaped(title))
                .append("</title><rect width=\"")
                .append(side)
                .append("\" height=\"")
                .append(side)
                .append("\" fill=\"#ffffff\"/><path fill=\"#000000\" d=\"");
        for (int y = 0; y < code.size; y++) {
            appendRow(out, y);
        }
        return out.append("\"/></svg>").toString();
    }

    /** One rectangle for each run of dark modules in a row. */
    private void appendRow(StringBuilder out, int y) {
        int x = 0;
        while (x < code.size) {
            int start = x;
            while (code.getModule(x, y)) {
                x++;
            }
            if (x > start) {
                int run = x - start;
                out.append('M').append(start + QUIET).append(' ').append(y + QUIET);
                out.append('h').append(run).append("v1h-").append(run).append('z');
            }
            x++;
        }
    }

    /** A PNG (ISO/IEC 15948) with one bit a pixel. */
    byte[] png() {
        int pixels = side * PIXELS_PER_MODULE;
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(PNG_SIGNATURE);
        byte[] header = ByteBuffer.allocate(13)
                .putInt(pixels)
                .putInt(pixels)
                .put(new byte[] {1, 0, 0, 0, 0}) // one bit, grey, deflate, adaptive filters, not interlaced
                .array();
        chunk(out, "IHDR", header);
        chunk(out, "IDAT", deflated(scanLines()));
        chunk(out, "IEND", new byte[0]);
        return out.toByteArray();
    }

    /** Eight pixels a module and one bit a pixel make one module one byte; each line starts with filter type 0. */
    private byte[] scanLines() {
        ByteBuffer lines = ByteBuffer.allocate(side * PIXELS_PER_MODULE * (side + 1));
        for (int y = 0; y < side; y++) {
            for (int repeat = 0; repeat < PIXELS_PER_MODULE; repeat++) {
                lines.put((byte) 0);
                for (int x = 0; x < side; x++) {
                    lines.put((byte) (code.getModule(x - QUIET, y - QUIET) ? 0x00 : 0xFF));
                }
            }
        }
        return lines.array();
    }

    private static byte[] deflated(byte[] data) {
        Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION);
        try {
            deflater.setInput(data);
            deflater.finish();
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            byte[] buffer = new byte[4096];
            while (!deflater.finished()) {
                out.write(buffer, 0, deflater.deflate(buffer));
            }
            return out.toByteArray();
        } finally {
            deflater.end();
        }
    }

    private static void chunk(ByteArrayOutputStream out, String type, byte[] data) {
        byte[] name = type.getBytes(StandardCharsets.US_ASCII);
        CRC32 crc = new CRC32();
        crc.update(name);
        crc.update(data);
        out.writeBytes(ByteBuffer.allocate(4).putInt(data.length).array());
        out.writeBytes(name);
        out.writeBytes(data);
        out.writeBytes(ByteBuffer.allocate(4).putInt((int) crc.getValue()).array());
    }
}
