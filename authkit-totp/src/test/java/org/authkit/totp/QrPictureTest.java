package org.authkit.totp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.zxing.BinaryBitmap;
import com.google.zxing.ChecksumException;
import com.google.zxing.DecodeHintType;
import com.google.zxing.FormatException;
import com.google.zxing.NotFoundException;
import com.google.zxing.RGBLuminanceSource;
import com.google.zxing.common.HybridBinarizer;
import com.google.zxing.qrcode.QRCodeReader;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.util.Arrays;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

/** What is drawn is read back by another project's reader. */
class QrPictureTest {
    private static final int WHITE = 0xFFFFFFFF;
    private static final int BLACK = 0xFF000000;
    private static final int DARK_PAGE = 0xFF101418;

    static Stream<TotpSetup> setups() {
        return Stream.of(
                TotpSetupTest.setup("Acme Wallet", "taro@example.jp"),
                TotpSetupTest.setup("日本ペイ", "太郎@例え.jp"),
                TotpSetupTest.setup("A", "b"),
                TotpSetupTest.setup("<&>\"'", "]]><script>alert(1)</script>"),
                TotpSetupTest.setup("日".repeat(40), "日".repeat(84)));
    }

    @ParameterizedTest
    @MethodSource("setups")
    @DisplayName("the PNG says exactly the URI, on a light page and on a dark one")
    void png(TotpSetup setup) throws Exception {
        BufferedImage image = ImageIO.read(new ByteArrayInputStream(setup.qrPng()));
        int width = image.getWidth();
        int[] pixels = image.getRGB(0, 0, width, image.getHeight(), null, 0, width);
        assertTrue(Arrays.stream(pixels).allMatch(p -> p == WHITE || p == BLACK), "opaque black and white");
        assertEquals(setup.otpauthUri(), read(onPage(pixels, width, WHITE)));
        assertEquals(setup.otpauthUri(), read(onPage(pixels, width, DARK_PAGE)));
    }

    @ParameterizedTest
    @MethodSource("setups")
    @DisplayName("the SVG says exactly the URI, on a light page and on a dark one")
    void svg(TotpSetup setup) throws Exception {
        Element svg = parse(setup.qrSvg());
        int side = Integer.parseInt(svg.getAttribute("viewBox").split(" ", -1)[3]);
        int[] pixels = rasterized(svg, side, 6);
        assertEquals(setup.otpauthUri(), read(onPage(pixels, side * 6, WHITE)));
        assertEquals(setup.otpauthUri(), read(onPage(pixels, side * 6, DARK_PAGE)));
    }

    @ParameterizedTest
    @MethodSource("setups")
    void both_pictures_show_the_same_modules_and_a_quiet_zone_of_four(TotpSetup setup) throws Exception {
        Element svg = parse(setup.qrSvg());
        int side = Integer.parseInt(svg.getAttribute("viewBox").split(" ", -1)[3]);
        int[] drawn = rasterized(svg, side, 8);
        BufferedImage image = ImageIO.read(new ByteArrayInputStream(setup.qrPng()));
        assertEquals(side * 8, image.getWidth());
        assertEquals(side * 8, image.getHeight());
        for (int y = 0; y < side * 8; y++) {
            for (int x = 0; x < side * 8; x++) {
                int pixel = image.getRGB(x, y);
                assertEquals(pixel, drawn[y * side * 8 + x]);
                boolean quiet = Math.min(Math.min(x, y), side * 8 - 1 - Math.max(x, y)) < 32;
                assertTrue(!quiet || pixel == WHITE, "quiet zone");
            }
        }
        assertEquals(BLACK, image.getRGB(32, 32), "the finder pattern starts right after it");
    }

    @Test
    void the_svg_has_an_escaped_title_and_nothing_that_acts_or_refers_elsewhere() throws Exception {
        TotpSetup setup = TotpSetupTest.setup("<&>\"'", "]]><script>alert(1)</script>");
        String text = setup.qrSvg();
        Element svg = parse(text);
        assertEquals("<&>\"': ]]><script>alert(1)</script>", svg.getFirstChild().getTextContent());
        assertEquals("img", svg.getAttribute("role"));
        assertEquals(4, svg.getElementsByTagName("*").getLength() + 1, "svg, title, rect, path");
        assertEquals(text.indexOf("http"), text.lastIndexOf("http"), "the namespace only");
        for (String never :
                new String[] {"<script", "href", "style", "url(", "<!", "<?", setup.secretBase32Grouped()}) {
            assertFalse(text.contains(never), never);
        }
    }

    @Test
    void the_pictures_are_small_enough_for_a_page() {
        TotpSetup setup = TotpSetupTest.setup("Acme Wallet", "taro@example.jp");
        int svg = setup.qrSvg().length();
        int png = setup.qrPng().length;
        System.out.println("QrPictureTest: svg " + svg + " characters, png " + png + " bytes");
        assertTrue(svg < 20_000 && png < 4_000);
    }

    /** The rectangles of our own path, and nothing else: any other path data is a failure. */
    private static int[] rasterized(Element svg, int side, int scale) {
        Element rect = (Element) svg.getElementsByTagName("rect").item(0);
        Element path = (Element) svg.getElementsByTagName("path").item(0);
        assertEquals("#ffffff", rect.getAttribute("fill"));
        assertEquals("#000000", path.getAttribute("fill"));
        assertEquals(side, Integer.parseInt(rect.getAttribute("width")));
        assertEquals(side, Integer.parseInt(rect.getAttribute("height")));
        int width = side * scale;
        int[] pixels = new int[width * width];
        Arrays.fill(pixels, WHITE);
        Matcher run = Pattern.compile("\\GM(\\d+) (\\d+)h(\\d+)v1h-(\\d+)z").matcher(path.getAttribute("d"));
        int end = 0;
        while (run.find()) {
            end = run.end();
            assertEquals(run.group(3), run.group(4));
            int x = Integer.parseInt(run.group(1)) * scale;
            int y = Integer.parseInt(run.group(2)) * scale;
            int length = Integer.parseInt(run.group(3)) * scale;
            for (int row = y; row < y + scale; row++) {
                Arrays.fill(pixels, row * width + x, row * width + x + length, BLACK);
            }
        }
        assertEquals(path.getAttribute("d").length(), end);
        return pixels;
    }

    private static BinaryBitmap onPage(int[] pixels, int width, int page) {
        int margin = 40;
        int wide = width + 2 * margin;
        int[] all = new int[wide * wide];
        Arrays.fill(all, page);
        for (int y = 0; y < width; y++) {
            System.arraycopy(pixels, y * width, all, (y + margin) * wide + margin, width);
        }
        return new BinaryBitmap(new HybridBinarizer(new RGBLuminanceSource(wide, wide, all)));
    }

    private static String read(BinaryBitmap picture) throws NotFoundException, ChecksumException, FormatException {
        return new QRCodeReader()
                .decode(picture, Map.of(DecodeHintType.TRY_HARDER, true))
                .getText();
    }

    private static Element parse(String xml) throws ParserConfigurationException, SAXException, IOException {
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(xml)))
                .getDocumentElement();
    }
}
