package io.steward.plugin.inventory;

import oshi.software.os.OSFileStore;

/// A mounted file system, as OSHI reports it.
record Mounted(String device, String path, String type, long size, long free)
    implements OSFileStore {

  @Override
  public String getName() {
    return device;
  }

  @Override
  public String getVolume() {
    return device;
  }

  @Override
  public String getLabel() {
    return "";
  }

  @Override
  public String getLogicalVolume() {
    return "";
  }

  @Override
  public String getMount() {
    return path;
  }

  @Override
  public String getDescription() {
    return "";
  }

  @Override
  public String getType() {
    return type;
  }

  @Override
  public String getOptions() {
    return "rw";
  }

  @Override
  public String getUUID() {
    return "";
  }

  @Override
  public boolean isLocal() {
    return true;
  }

  @Override
  public long getFreeSpace() {
    return free;
  }

  @Override
  public long getUsableSpace() {
    return free;
  }

  @Override
  public long getTotalSpace() {
    return size;
  }

  @Override
  public long getFreeInodes() {
    return 0;
  }

  @Override
  public long getTotalInodes() {
    return 0;
  }

  @Override
  public boolean updateAttributes() {
    return true;
  }
}
