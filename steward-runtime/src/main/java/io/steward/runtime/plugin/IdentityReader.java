package io.steward.runtime.plugin;

import io.steward.api.MethodHandler;
import io.steward.api.Source;
import io.steward.runtime.jar.ArchiveEntry;
import io.steward.runtime.plugin.PluginIdentity.Claim;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.lang.module.InvalidModuleDescriptorException;
import java.lang.module.ModuleDescriptor;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/// Reads who a verified jar says it is: from its manifest; where that is silent, from the Maven
/// coordinates in it; and where there are none, from its module descriptor.
///
/// @param jar the jar
/// @param entries all its entries
/// @param manifest its main attributes
/// @param modular whether it has a module descriptor
record IdentityReader(Path jar, List<ArchiveEntry> entries, Attributes manifest, boolean modular) {

  private static final Pattern COORDINATES =
      Pattern.compile("META-INF/maven/[^/]+/([^/]+)/pom\\.properties");
  private static final String API = "io.steward.api";
  private static final Set<String> SERVICES =
      Set.of(MethodHandler.class.getName(), Source.class.getName());

  /// Both files are tiny unless somebody means harm.
  private static final int MAX_BYTES = 1 << 20;

  /// A longer id or version would be refused, and parsing it could take very long.
  private static final int MAX_CLAIM_LENGTH = 100;

  private static final int MAX_DESCRIPTION_LENGTH = 1000;

  PluginIdentity read() throws RefusedJarException, IOException {
    // the descriptor that the JDK would use, of a jar for several Java versions
    try (JarFile file =
        new JarFile(jar.toFile(), false, ZipFile.OPEN_READ, JarFile.runtimeVersion())) {
      Optional<ModuleDescriptor> module = modular ? Optional.of(module(file)) : Optional.empty();
      Claim id = manifest("Plugin-Id");
      Claim version = manifest("Plugin-Version");
      if (id.isMissing() || version.isMissing()) {
        Properties coordinates = coordinates(file);
        id = id.or(coordinate(coordinates, "artifactId")).or(moduleName(module));
        version = version.or(coordinate(coordinates, "version")).or(moduleVersion(module));
      }
      return new PluginIdentity(
          id,
          version,
          manifest("Plugin-Requires").value(),
          module.flatMap(IdentityReader::compiledAgainst),
          oneLine(manifest.getValue("Plugin-Description"), MAX_DESCRIPTION_LENGTH),
          module.map(ModuleDescriptor::name),
          provides(module));
    }
  }

  private Claim manifest(String key) {
    return claim(manifest.getValue(key), key);
  }

  private static Claim claim(@Nullable String value, String origin) {
    String text = oneLine(value, MAX_CLAIM_LENGTH);
    return text.isEmpty() ? Claim.NONE : new Claim(text, origin);
  }

  /// A text of the jar as it may be shown: in one line, and truncated.
  private static String oneLine(@Nullable String value, int maxLength) {
    String text = value == null ? "" : value.strip();
    String bounded = text.length() > maxLength ? text.substring(0, maxLength) + "…" : text;
    return bounded.replaceAll("\\p{Cntrl}", "?");
  }

  private static Claim moduleName(Optional<ModuleDescriptor> module) {
    return claim(module.map(ModuleDescriptor::name).orElse(null), "its module name");
  }

  private static Claim moduleVersion(Optional<ModuleDescriptor> module) {
    return claim(
        module.flatMap(ModuleDescriptor::rawVersion).orElse(null), "the version of its module");
  }

  private static Optional<String> compiledAgainst(ModuleDescriptor module) {
    return module.requires().stream()
        .filter(each -> each.name().equals(API))
        .findFirst()
        .flatMap(ModuleDescriptor.Requires::rawCompiledVersion)
        .map(version -> oneLine(version, MAX_CLAIM_LENGTH));
  }

  private boolean provides(Optional<ModuleDescriptor> module) {
    return module
        .map(each -> each.provides().stream().anyMatch(one -> SERVICES.contains(one.service())))
        .orElseGet(() ->
            entries.stream()
                .map(ArchiveEntry::name)
                .anyMatch(name ->
                    name.startsWith("META-INF/services/")
                        && SERVICES.contains(name.substring("META-INF/services/".length()))));
  }

  private static ModuleDescriptor module(JarFile file) throws RefusedJarException, IOException {
    try (InputStream in = bounded(file, "module-info.class")) {
      return ModuleDescriptor.read(in);
    } catch (InvalidModuleDescriptorException e) {
      throw new RefusedJarException("its module descriptor cannot be read: " + e.getMessage(), e);
    }
  }

  private static InputStream bounded(JarFile file, String name)
      throws RefusedJarException, IOException {
    JarEntry entry = Objects.requireNonNull(file.getJarEntry(name), name);
    if (entry.getSize() > MAX_BYTES) {
      throw new RefusedJarException("its \"" + name + "\" is larger than 1 MiB");
    }
    return file.getInputStream(entry);
  }

  /// The Maven coordinates; empty if there are none.
  private Properties coordinates(JarFile file) throws RefusedJarException, IOException {
    Properties coordinates = new Properties();
    List<Matcher> found =
        entries.stream()
            .map(entry -> COORDINATES.matcher(entry.name()))
            .filter(Matcher::matches)
            .toList();
    if (found.size() > 1) {
      throw new RefusedJarException(
          "it has the Maven coordinates of several artifacts, "
              + oneLine(artifacts(found), MAX_CLAIM_LENGTH)
              + "; say in its manifest which plugin it is: Plugin-Id and Plugin-Version");
    }
    if (!found.isEmpty()) {
      try (InputStream in = bounded(file, found.getFirst().group())) {
        coordinates.load(new InputStreamReader(in, StandardCharsets.ISO_8859_1));
      }
    }
    return coordinates;
  }

  private static String artifacts(List<Matcher> found) {
    return found.stream().map(each -> each.group(1)).collect(Collectors.joining(" and "));
  }

  private static Claim coordinate(Properties coordinates, String key) {
    return claim(coordinates.getProperty(key), "the " + key + " in its pom.properties");
  }
}
