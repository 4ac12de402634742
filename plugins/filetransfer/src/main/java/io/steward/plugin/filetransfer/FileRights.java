package io.steward.plugin.filetransfer;

import io.steward.api.Description;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.nio.file.attribute.UserPrincipalNotFoundException;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/// The rights a file is to have. What is absent stays unchanged when a file is replaced.
///
/// @param mode its permissions, as octal digits
/// @param owner name of the user
/// @param group name of the group
public record FileRights(
    @Description("The permissions, for example \"0640\".") Optional<String> mode,
    @Description("The owner.") Optional<String> owner,
    @Description("The group.") Optional<String> group) {

  /// All rights absent.
  static final FileRights UNSAID =
      new FileRights(Optional.empty(), Optional.empty(), Optional.empty());

  private static final UserPrincipalLookupService NAMES =
      FileSystems.getDefault().getUserPrincipalLookupService();
  private static final int ORDINARY = 0644;
  private static final int BITS = 9;

  /// @throws IllegalArgumentException when the mode is malformed
  public FileRights {
    if (mode.filter(digits -> !digits.matches("0?[0-7]{3}")).isPresent()) {
      throw new IllegalArgumentException("mode must be three octal digits, for example \"0640\"");
    }
  }

  /// Applies the rights to a file.
  ///
  /// @param view of the file
  /// @param before the file it replaces, if any
  void give(PosixFileAttributeView view, Optional<PosixFileAttributes> before) throws IOException {
    // the owner first: changing it clears permission bits
    PosixFileAttributes current = view.readAttributes();
    if (owner.isPresent()) {
      view.setOwner(known("user", owner.get(), NAMES::lookupPrincipalByName));
    } else if (before.isPresent() && !before.get().owner().equals(current.owner())) {
      view.setOwner(before.get().owner());
    }
    if (group.isPresent()) {
      view.setGroup(known("group", group.get(), NAMES::lookupPrincipalByGroupName));
    } else if (before.isPresent() && !before.get().group().equals(current.group())) {
      view.setGroup(before.get().group());
    }
    Optional<Set<PosixFilePermission>> said =
        mode.map(digits -> permissions(Integer.parseInt(digits, 8)));
    view.setPermissions(
        said.or(() -> before.map(PosixFileAttributes::permissions))
            .orElseGet(() -> permissions(ORDINARY)));
  }

  /// Looks up users or groups by name.
  @FunctionalInterface
  private interface Names<T> {
    T find(String name) throws IOException;
  }

  private static <T> T known(String kind, String name, Names<T> names) throws IOException {
    try {
      return names.find(name);
    } catch (UserPrincipalNotFoundException e) {
      throw new RefusedException("this node has no " + kind + " \"" + name + "\"");
    }
  }

  private static Set<PosixFilePermission> permissions(int mode) {
    PosixFilePermission[] all = PosixFilePermission.values(); // from the owner's to the others'
    Set<PosixFilePermission> set = EnumSet.noneOf(PosixFilePermission.class);
    for (int bit = 0; bit < BITS; bit++) {
      if ((mode & (1 << (BITS - 1 - bit))) != 0) {
        set.add(all[bit]);
      }
    }
    return set;
  }

  /// The mode of a file, as octal digits.
  static String mode(PosixFileAttributes attributes) {
    int mode = 0;
    for (PosixFilePermission each : PosixFilePermission.values()) { // from the owner's down
      mode = (mode << 1) | (attributes.permissions().contains(each) ? 1 : 0);
    }
    return String.format("%04o", mode);
  }
}
