require 'ipaddr'
require 'yaml'
require_relative 'refused'

module Muster
  # What the user asked for: settings.yml, then NUM_INSTANCES, then config.rb of coreos-vagrant, whose global variables
  # mean what they meant there.
  class Settings
    GLOBALS = {
      'machines' => %w[num_instances],
      'name_prefix' => %w[instance_name_prefix name_base],
      'memory' => %w[vm_memory vb_memory],
      'cpus' => %w[vm_cpus vb_cpus],
      'gui' => %w[vm_gui vb_gui],
      'shared_folders' => %w[shared_folders],
      'share_home' => %w[share_home],
      'forwarded_ports' => %w[forwarded_ports],
      'expose_docker_tcp' => %w[expose_docker_tcp],
      'serial_log' => %w[enable_serial_logging]
    }.freeze
    REST = %w[subnet docker_subnet box package docker_image docker_key discovery].freeze
    MOST = 99

    attr_reader :directory

    def self.read(directory, environment = ENV)
      file = File.join(directory, 'settings.yml')
      values = YAML.safe_load(File.read(file))
      raise Refused, "#{file} must be a list of settings, such as 'machines: 3'" unless values.is_a?(Hash)

      unknown = values.keys - GLOBALS.keys - REST
      unless unknown.empty?
        raise Refused, "#{file} has no setting '#{unknown.first}'; there are #{(GLOBALS.keys + REST).join(', ')}"
      end
      missing = GLOBALS.keys + REST - values.keys
      raise Refused, "#{file} lacks the setting '#{missing.first}'" unless missing.empty?

      given = environment['NUM_INSTANCES'].to_i
      values['machines'] = given if given.positive?
      new(directory, values.merge(ConfigRb.values(directory, values)))
    end

    def initialize(directory, values)
      @directory = directory
      @values = values
      check
    end

    (GLOBALS.keys + REST).each { |name| define_method(name) { @values[name] } }

    # The machines by number, from 1.
    def numbers
      (1..machines)
    end

    def name(number)
      format('%s-%02d', name_prefix, number)
    end

    # Where a machine lives.
    #
    # @param provider as Vagrant calls it; docker's machines have a network of their own
    def address(number, provider)
      network(provider).to_range.first(256)[100 + number].to_s
    end

    def network(provider)
      IPAddr.new(provider.to_s == 'docker' ? docker_subnet : subnet)
    end

    # The package, newest first where several were built.
    def package_file
      Dir.glob(File.expand_path(package, directory)).max_by { |file| File.mtime(file) }
    end

    private

    def check
      whole('machines', 1, MOST)
      whole('memory', 128, 1 << 20)
      whole('cpus', 1, 256)
      %w[subnet docker_subnet].each { |name| check_subnet(name) }
      unless name_prefix.to_s.match?(/\A[a-z]([a-z0-9-]*[a-z0-9])?\z/i)
        refuse('name_prefix', 'must begin host names: letters, digits and hyphens')
      end
      refuse('discovery', "must be 'own' or 'file'") unless %w[own file].include?(discovery)
    end

    def whole(name, least, most)
      value = @values[name]
      return if value.is_a?(Integer) && value.between?(least, most)

      refuse(name, "must be a number from #{least} to #{most}")
    end

    def check_subnet(name)
      network = IPAddr.new(@values[name].to_s)
      return if network.ipv4? && network.prefix == 24

      refuse(name, 'must be an IPv4 network of 256 addresses, such as 172.17.8.0/24')
    rescue IPAddr::Error
      refuse(name, 'must be an IPv4 network of 256 addresses, such as 172.17.8.0/24')
    end

    def refuse(name, reason)
      raise Refused, "the setting '#{name}' is #{@values[name].inspect} and #{reason}"
    end
  end

  # A config.rb as coreos-vagrant has it: Ruby that sets global variables. Some also fetch a token from the public
  # discovery service and rewrite user-data when the command is `up`; here there is a service of the cluster's own, and
  # that file is the user's, so no command is shown to them.
  module ConfigRb
    module_function

    def values(directory, defaults)
      file = File.join(directory, 'config.rb')
      return {} unless File.exist?(file)

      Settings::GLOBALS.each { |name, globals| set(globals.first, defaults[name]) }
      without_command { Dir.chdir(directory) { load file } }
      Settings::GLOBALS.to_h do |name, globals|
        [name, globals.map { |global| get(global) }.compact.last]
      end
    end

    def without_command
      command = ARGV.dup
      ARGV.clear
      # Ruby 3.2 lost it, and every config.rb uses it
      File.define_singleton_method(:exists?) { |path| exist?(path) } unless File.respond_to?(:exists?)
      yield
    ensure
      ARGV.replace(command)
    end

    # the old names of a setting win over the new ones, as they did
    def set(global, value)
      eval("$#{global} = value", binding, __FILE__, __LINE__)
    end

    def get(global)
      eval("$#{global}", binding, __FILE__, __LINE__)
    end
  end
end
