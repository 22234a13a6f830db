package org.authkit.example.wallet;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.ElementNotInteractableException;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.support.ui.ExpectedConditions;
import org.openqa.selenium.support.ui.WebDriverWait;

/** A real Chromium the size of a phone, driven as a customer would: by what is written on the page. */
final class Browser implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final ChromeDriver driver;
    private final WebDriverWait wait;
    private final URI base;
    private int pictures;

    private Browser(ChromeDriver driver, URI base) {
        this.driver = driver;
        this.wait = new WebDriverWait(driver, PATIENCE);
        this.base = base;
    }

    /** Empty on a machine without Chromium and its driver. */
    static Optional<Browser> open(URI base, Locale language) {
        Optional<Path> chromium = installed("chromium", "chromium-browser", "google-chrome");
        Optional<Path> chromedriver = installed("chromedriver");
        if (chromium.isEmpty() || chromedriver.isEmpty()) {
            return Optional.empty();
        }
        ChromeOptions options = new ChromeOptions();
        options.setBinary(chromium.get().toFile());
        options.addArguments(
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--disable-dev-shm-usage",
                "--hide-scrollbars",
                "--lang=" + language.toLanguageTag());
        options.setExperimentalOption("prefs", java.util.Map.of("intl.accept_languages", language.toLanguageTag()));
        ChromeDriverService service = new ChromeDriverService.Builder()
                .usingDriverExecutable(chromedriver.get().toFile())
                .usingAnyFreePort()
                .build();
        ChromeDriver driver = new ChromeDriver(service, options);
        driver.manage().window().setSize(new Dimension(412, 915));
        return Optional.of(new Browser(driver, base));
    }

    private static Optional<Path> installed(String... names) {
        List<String> folders = List.of(System.getenv("PATH").split(java.io.File.pathSeparator));
        return Stream.of(names)
                .flatMap(name -> folders.stream().map(folder -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    void go(String path) {
        driver.get(base + path);
    }

    /** Opens an address that differs from the present one by what follows the #, which alone would load nothing. */
    void goAfresh(String address) {
        driver.get("about:blank");
        driver.get(address);
    }

    String path() {
        return URI.create(driver.getCurrentUrl()).getPath();
    }

    void awaitPath(String path) {
        wait.until(d -> path().equals(path));
    }

    /** Patient with a field that moves while the page fills its lists. */
    void type(String id, String text) {
        wait.ignoring(ElementNotInteractableException.class).until(d -> {
            WebElement field = visible(id);
            field.clear();
            field.sendKeys(text);
            return true;
        });
    }

    /** Sends the form by its button, as one would with a thumb. */
    void submit(String form) {
        click(By.cssSelector("#" + form + " button:not([type=button])"));
    }

    void click(String id) {
        click(By.id(id));
    }

    void click(By where) {
        wait.until(ExpectedConditions.elementToBeClickable(where)).click();
    }

    WebElement visible(String id) {
        return wait.until(ExpectedConditions.visibilityOfElementLocated(By.id(id)));
    }

    boolean isVisible(String id) {
        return driver.findElements(By.id(id)).stream().anyMatch(WebElement::isDisplayed);
    }

    String text(String id) {
        return visible(id).getText();
    }

    /** Waits until the page says it. */
    void awaitText(String part) {
        try {
            wait.until(d -> d.findElement(By.tagName("body")).getText().contains(part));
        } catch (org.openqa.selenium.TimeoutException e) {
            throw new AssertionError(
                    "the page never said " + part + ", but: "
                            + driver.findElement(By.tagName("body")).getText() + " "
                            + driver.manage().logs().get("browser").getAll(),
                    e);
        }
    }

    String source() {
        return driver.getPageSource();
    }

    Object script(String code) {
        return driver.executeScript(code);
    }

    /** Keeps a picture where the environment variable {@code WALLET_PICTURES} names a folder; otherwise does nothing. */
    void picture(String name) throws java.io.IOException {
        String folder = System.getenv("WALLET_PICTURES");
        if (folder != null) {
            long height = ((Number) driver.executeScript("return document.documentElement.scrollHeight")).longValue();
            driver.manage().window().setSize(new Dimension(412, (int) Math.min(4000, Math.max(915, height + 90))));
            Path target = Path.of(folder, String.format(Locale.ROOT, "%02d-%s.png", ++pictures, name));
            Files.write(target, driver.getScreenshotAs(OutputType.BYTES));
            driver.manage().window().setSize(new Dimension(412, 915));
        }
    }

    @Override
    public void close() {
        driver.quit();
    }
}
